package main

import (
	"fmt"
	"net/url"
	"sync"
	"time"
)

// ledger is what the clients were told was done: a 303 they received. It is all they could hold us to.
type ledger struct {
	mu        sync.Mutex
	begun     int
	submitted map[string]bool                  // by reference
	answers   map[string]map[string]url.Values // by reference and question
	presses   []press
	odd       []string // answers no client should get
	retries   int      // requests that got no answer, or an error of the server, and were made again
}

// press is "text a link" or "post a letter" by a member of staff, acknowledged.
type press struct {
	ref, kind string
	took      time.Duration // from the first attempt to the acknowledgement
}

func newLedger() *ledger {
	return &ledger{submitted: map[string]bool{}, answers: map[string]map[string]url.Values{}}
}

func (l *ledger) answered(ref, question string, posted url.Values) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.answers[ref] == nil {
		l.answers[ref] = map[string]url.Values{}
	}
	l.answers[ref][question] = posted
}

func (l *ledger) note(change func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	change()
}

// strange keeps an answer that fits nothing; a hundred tell the story.
func (l *ledger) strange(format string, args ...any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.odd) < 100 {
		l.odd = append(l.odd, fmt.Sprintf(format, args...))
	}
}

func (l *ledger) answerCount() (n int) {
	for _, a := range l.answers {
		n += len(a)
	}
	return n
}
