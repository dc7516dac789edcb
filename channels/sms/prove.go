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
	t.c.Memory.Stage, t.c.Memory.Back, t.c.Memory.Page = stageIdle, false, 0
	able, waiting, err := t.mayAnswer(ctx)
	if err != nil {
		return err
	}
	switch {
	case len(t.people) > 0 && len(able) == 0: // nobody here may be texted: not even told so
		return nil
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

// mayAnswer are the people of this number who may be texted, and whether something waits to be answered by any of them.
func (t *turn) mayAnswer(ctx context.Context) (able []accounts.Account, waiting bool, err error) {
	for _, p := range t.people {
		if p.DiedOn != nil || p.Needs.SafeText == accounts.No {
			continue
		}
		able = append(able, p)
		draft, err := t.draftOf(ctx, p.ID)
		if err != nil {
			return nil, false, err
		}
		waiting = waiting || draft != 0
	}
	return able, waiting, nil
}

// draftOf is the draft that somebody was last invited, at this number, to carry on with; 0 where there is none. One sent in counts:
// they are told its reference.
func (t *turn) draftOf(ctx context.Context, account int64) (draft int64, err error) {
	err = t.tx.QueryRow(ctx, `
		select n.draft_id from notices n join drafts d on d.id = n.draft_id
		where n.phone = @phone and n.account_id = @account and n.kind = 'continue' and d.state <> 'abandoned'
		order by d.state = 'submitted', n.id desc limit 1`, pgx.NamedArgs{"phone": t.c.Phone, "account": account}).Scan(&draft)
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
	able, _, err := t.mayAnswer(ctx)
	if err != nil {
		return err
	}
	fits := slices.DeleteFunc(able, func(p accounts.Account) bool { return !proves(t.in.Body, p, len(t.people) > 1, t.now) })
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

// proves says whether a reply holds the date of birth of p, and p's first name where names are needed to tell people apart.
func proves(body string, p accounts.Account, nameToo bool, now time.Time) bool {
	if p.DateOfBirth == nil {
		return false
	}
	words := strings.Fields(strings.NewReplacer(",", " ", ";", " ", "\n", " ").Replace(body))
	words = words[:min(len(words), 12)]
	for i := range words {
		for j := len(words); j > i; j-- {
			if !isDay(strings.Join(words[i:j], " "), *p.DateOfBirth, now) {
				continue
			}
			rest := append(slices.Clone(words[:i]), words[j:]...)
			if !nameToo || namedIn(rest, p.FullName) {
				return true
			}
		}
	}
	return false
}

// isDay reads a date in any writing, by the same rules as every question for a date.
func isDay(text string, day services.Day, now time.Time) bool {
	q := &services.Question{ID: "born", Kind: services.Date, Past: true}
	v, problems := (&services.Service{}).Parse(q, nil, services.Input{Text: text}, nil, services.DayOf(now))
	return len(problems) == 0 && v.Date != nil && *v.Date == day
}

// namedIn says whether the words hold somebody's first name, or their whole name without its titles.
func namedIn(words []string, full string) bool {
	names := strings.Fields(fold(full))
	said := strings.Fields(fold(strings.Join(words, " ")))
	return len(names) > 0 && slices.Contains(said, names[0])
}
