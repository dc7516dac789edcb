package fake

import (
	"net/http"
	"strings"
)

// Does is what a fault does to a message.
type Does int

// What a fault can do.
const (
	Pass        Does = iota // nothing is wrong
	Refuse                  // answer with Code; nothing was accepted
	HangBefore              // never answer, and accept nothing
	Hang                    // accept, then never answer: the caller times out and cannot know
	Close                   // accept, then cut the connection
	Undelivered             // accept, then report undelivered with Code
	Silent                  // accept, report sent, and nothing after
)

// Fault is one way for a message to go wrong.
type Fault struct {
	Do   Does
	Code int // Twilio's: 20429, 21610, 21211, 30006 …
}

func (f Fault) refuses() bool { return f.Do == Refuse }

// status is the HTTP status Twilio answers a code with.
func (f Fault) status() int {
	switch f.Code {
	case 20429:
		return http.StatusTooManyRequests
	case 20003:
		return http.StatusUnauthorized
	case 20500:
		return http.StatusInternalServerError
	}
	return http.StatusBadRequest
}

// Rule says which messages go wrong, how, and how often.
type Rule struct {
	To    string // this number; "" for every one
	Body  string // bodies that contain this
	Times int    // so many messages; 0 for all
	Fault
}

type rule struct {
	Rule
	done int
}

// Fail makes messages go wrong from now on. Rules are tried in the order they were given; one used up is passed over.
func (t *Twilio) Fail(r Rule) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.rules = append(t.rules, &rule{Rule: r})
}

// Mend forgets all rules.
func (t *Twilio) Mend() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.rules = nil
}

// fault is what goes wrong with this message.
func (t *Twilio) fault(to, body string) Fault {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.optedOut[to] {
		return Fault{Do: Refuse, Code: 21610}
	}
	for _, r := range t.rules {
		if (r.To != "" && r.To != to) || !strings.Contains(body, r.Body) || (r.Times > 0 && r.done >= r.Times) {
			continue
		}
		r.done++
		return r.Fault
	}
	if t.o.Digits {
		return byDigits(to)
	}
	return Fault{}
}

// byDigits makes numbers of the demonstration fail by their last three digits, so that anybody can see each failure by hand:
//
//	…990  429, too many requests (retried for ever: such a queue is shown as waiting)
//	…991  21610, opted out at the network
//	…992  21211, not a number
//	…993  30006, a landline: accepted, then undelivered
//	…994  30003, handset off: accepted, then undelivered
//	…995  30005, the number is dead: accepted, then undelivered
//	…996  accepted, then the connection is cut: the outcome has to be found out
//	…997  30007, filtered by the network
//	…998  sent, and nothing more is ever reported
func byDigits(to string) Fault {
	switch to[len(to)-3:] {
	case "990":
		return Fault{Refuse, 20429}
	case "991":
		return Fault{Refuse, 21610}
	case "992":
		return Fault{Refuse, 21211}
	case "993":
		return Fault{Undelivered, 30006}
	case "994":
		return Fault{Undelivered, 30003}
	case "995":
		return Fault{Undelivered, 30005}
	case "996":
		return Fault{Do: Close}
	case "997":
		return Fault{Undelivered, 30007}
	case "998":
		return Fault{Do: Silent}
	}
	return Fault{}
}
