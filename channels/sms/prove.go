package sms

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

// Wrong proofs a number may give in proofLocked; then texts from it are told to ring. There are some 30,000 dates of birth.
const (
	mostTries   = 4
	proofLocked = 24 * time.Hour
)

// askWho asks for proof: a number alone proves nobody, and a shared one does not even say whose word is to be proven. Nothing said
// here is about anybody.
func (t *turn) askWho(ctx context.Context) error {
	t.c.Account, t.c.Draft, t.c.Proven, t.c.Asked, t.c.Misses = 0, 0, nil, "", 0
	t.c.Memory.Stage, t.c.Memory.Back, t.c.Memory.Page, t.c.Memory.Narrow = stageIdle, false, 0, ""
	waiting, err := t.waiting(ctx)
	if err != nil {
		return err
	}
	switch {
	case !waiting:
		t.add("nothing")
		return t.ring(ctx)
	case t.locked():
		t.add("locked")
		return t.ring(ctx)
	case len(t.people) > 1:
		t.c.Memory.Stage = stageWho
		t.add("who")
	default:
		t.c.Memory.Stage = stageBorn
		t.add("born")
	}
	return nil
}

// able are the people of this number who may be texted.
func (t *turn) able() []accounts.Account {
	return slices.DeleteFunc(slices.Clone(t.people), func(p accounts.Account) bool { return p.DiedOn != nil || p.Needs.SafeText == accounts.No })
}

// waiting says whether something waits to be answered by any of them.
func (t *turn) waiting(ctx context.Context) (bool, error) {
	for _, p := range t.able() {
		if draft, err := t.draftOf(ctx, p.ID); err != nil || draft != 0 {
			return draft != 0, err
		}
	}
	return false, nil
}

// draftOf is the draft that somebody was last invited, at this number, to carry on with; 0 where there is none. One sent in counts:
// they are told its reference.
func (t *turn) draftOf(ctx context.Context, account int64) (draft int64, err error) {
	err = t.tx.QueryRow(ctx, `
		select n.draft_id from notices n join drafts d on d.id = n.draft_id
		where n.phone = any(@phones) and n.account_id = any(person_of(@account)) and n.kind = 'continue' and d.state <> 'abandoned'
		order by d.state = 'submitted', n.id desc limit 1`, pgx.NamedArgs{"phones": t.d.veils(t.c.Phone), "account": account}).Scan(&draft)
	if errors.Is(err, pgx.ErrNoRows) {
		return 0, nil
	}
	return draft, err
}

func (t *turn) locked() bool {
	return t.c.Memory.Tries >= mostTries && t.now.Sub(t.c.Memory.Tried) < proofLocked
}

// prove takes a first name and date of birth. Exactly one person of this number must fit; every try is recorded.
func (t *turn) prove(ctx context.Context) error {
	if t.locked() {
		return t.askWho(ctx)
	}
	given, found := date(t.in.Body, t.now)
	if !found { // not a guess: it costs no try
		t.add("wrong", "example", lang.T(t.c.Lang, "sms.talk.example_"+string(t.c.Memory.Stage)))
		return nil
	}
	people, err := t.births(ctx)
	if err != nil {
		return err
	}
	fits := slices.DeleteFunc(people, func(p accounts.Account) bool { return !given.proves(p, len(t.people) > 1) })
	switch len(fits) {
	case 1:
		return t.proved(ctx, fits[0])
	case 0:
		return t.notProved(ctx)
	}
	t.c.Memory.Stage = stageIdle // two people of one name born on one day: no text can tell them apart
	t.add("cannot")
	return t.ring(ctx)
}

// births are the people who may be texted. Whose record has no date of birth is proven by the one told in the application that waits for
// them, as where a code is typed.
func (t *turn) births(ctx context.Context) ([]accounts.Account, error) {
	people := t.able()
	for i, p := range people {
		if p.DateOfBirth != nil {
			continue
		}
		draft, err := t.draftOf(ctx, p.ID)
		if err == nil && draft != 0 {
			people[i].DateOfBirth, err = t.d.c.Office.BornOf(ctx, t.tx, draft)
		}
		if err != nil {
			return nil, err
		}
	}
	return people, nil
}

func (t *turn) proved(ctx context.Context, p accounts.Account) (err error) {
	t.c.Account, t.c.Proven, t.c.Memory.Tries = p.ID, &t.now, 0
	if t.c.Draft, err = t.draftOf(ctx, p.ID); err != nil {
		return err
	}
	if err := audit.Record(ctx, t.tx, t.actor(), audit.Entry{Verb: "account.proven-by-text", Account: p.ID, Draft: t.c.Draft}); err != nil {
		return err
	}
	return t.present(ctx)
}

func (t *turn) notProved(ctx context.Context) error {
	if t.now.Sub(t.c.Memory.Tried) >= proofLocked {
		t.c.Memory.Tries, t.c.Memory.Tried = 0, t.now
	}
	t.c.Memory.Tries++
	by := audit.Actor{Role: audit.Citizen, Door: channels.SMS}
	for _, p := range t.people { // a try at any of them: each may see it
		if err := audit.Record(ctx, t.tx, by, audit.Entry{Verb: "account.proof-refused", Account: p.ID}); err != nil {
			return err
		}
	}
	if t.locked() {
		return t.askWho(ctx)
	}
	t.add("wrong", "example", lang.T(t.c.Lang, "sms.talk.example_"+string(t.c.Memory.Stage)))
	return nil
}

// said is a date in a message, and the words around it.
type said struct {
	day  services.Day
	rest []string
}

// mostWords is how much of a message is searched for a date: more is no name and date.
const mostWords = 12

// date finds the date in a message, the first and longest, in any writing, by the same rules as every question for a date. Only one
// counts: a message full of dates would be as many guesses.
func date(body string, now time.Time) (out said, found bool) {
	words := strings.Fields(strings.NewReplacer(",", " ", ";", " ", "\n", " ").Replace(body))
	words = words[:min(len(words), mostWords)]
	q := &services.Question{ID: "born", Kind: services.Date, Past: true}
	for i := range words {
		for j := len(words); j > i; j-- {
			in := services.Input{Text: strings.Join(words[i:j], " ")}
			v, problems := (&services.Service{}).Parse(q, nil, in, nil, services.DayOf(now))
			if len(problems) == 0 && v.Date != nil {
				return said{*v.Date, append(slices.Clone(words[:i]), words[j:]...)}, true
			}
		}
	}
	return out, false
}

// proves says whether what was said is the date of birth of p, beside p's first name where names are needed to tell people apart.
func (s said) proves(p accounts.Account, nameToo bool) bool {
	return p.DateOfBirth != nil && s.day == *p.DateOfBirth && (!nameToo || namedIn(s.rest, p.FullName))
}

// namedIn says whether the words hold somebody's first name.
func namedIn(words []string, full string) bool {
	names := strings.Fields(fold(full))
	said := strings.Fields(fold(strings.Join(words, " ")))
	return len(names) > 0 && slices.Contains(said, names[0])
}
