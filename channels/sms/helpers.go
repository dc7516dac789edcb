package sms

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
)

// helpers says who may act for the person, each with the number by which it can be ended.
func (t *turn) helpers(ctx context.Context) error {
	all, err := t.inForce(ctx)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		t.add("helpers_none")
		return nil
	}
	for i, m := range all {
		t.add("helpers_one", "n", i+1, "helper", m.Known(t.c.Lang), "last", m.LastIn(t.c.Lang))
	}
	t.add("helpers_how")
	return nil
}

// inForce are the person's helpers that have not ended, longest on record first: their numbers stay while nobody ends one.
func (t *turn) inForce(ctx context.Context) ([]accounts.Mandate, error) {
	all, err := t.d.c.Register.HelpersTx(ctx, t.tx, audit.TheSystem, t.c.Account)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(m accounts.Mandate) bool { return m.EndedAt != nil })
	slices.SortFunc(all, func(a, b accounts.Mandate) int { return cmp.Compare(a.ID, b.ID) })
	return all, nil
}

// endHelper ends the one whose number was given, at once; with one helper alone no number is needed.
func (t *turn) endHelper(ctx context.Context) error {
	all, err := t.inForce(ctx)
	if err != nil {
		return err
	}
	n := numberAtEnd(t.in.Body)
	if n == 0 && len(all) == 1 {
		n = 1
	}
	if n < 1 || n > len(all) {
		t.add("helpers_which")
		return nil
	}
	m := all[n-1]
	err = t.d.c.Register.EndMandateTx(ctx, t.tx, t.actor(), m.ID, "")
	if errors.Is(err, accounts.ErrNotAllowed) {
		t.add("helpers_cannot")
		return t.ring(ctx)
	}
	if err != nil {
		return err
	}
	t.add("helpers_ended", "helper", m.Known(t.c.Lang))
	return nil
}

// numberAtEnd is the number a message ends in, 0 for none.
func numberAtEnd(body string) int {
	words := strings.Fields(fold(body))
	if len(words) == 0 {
		return 0
	}
	n, err := strconv.Atoi(words[len(words)-1])
	if err != nil || n < 0 || n > 1000 {
		return 0
	}
	return n
}
