package cases

import (
	"errors"
	"testing"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/lang"
)

// One case may be told about in another way than everything else; what is not safe stays so.
func TestOneCaseIsToldAboutTheWayTheyWouldRather(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		rather                 accounts.Door
		change                 func(d *accounts.Details)
		letters, texts, toRing int
	}{
		"as it suits":                  {accounts.NoDoor, nil, 0, 1, 0},
		"a letter":                     {accounts.Letter, nil, 1, 0, 0},
		"a call":                       {accounts.Call, nil, 0, 0, 1},
		"a call, which is not safe":    {accounts.Call, func(d *accounts.Details) { d.Needs.SafeCall = accounts.No }, 0, 1, 0},
		"a text, else rather a letter": {accounts.Text, func(d *accounts.Details) { d.Needs.Rather = accounts.Letter }, 0, 1, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			a := b.account(t, c.change)
			d := b.start(t, b.agent, a.ID)
			for range 2 { // said twice is said once
				must(t, b.office.SetRather(t.Context(), b.agent, d.ID, c.rather))
			}
			b.fill(t, b.agent, d.ID, walking())
			_, problems, err := b.office.Submit(t.Context(), b.agent, d.ID)
			must(t, err)
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			letters := b.count(t, `select count(*) from letters where draft_id = $1 and kind = 'submitted'`, d.ID)
			texts := b.count(t, `select count(*) from notices where draft_id = $1 and kind = 'submitted'`, d.ID)
			ring := b.count(t, `select count(*) from tasks where draft_id = $1 and kind = 'ring-person'`, d.ID)
			if letters != c.letters || texts != c.texts || ring != c.toRing {
				t.Errorf("%d letters, %d texts, %d to be rung", letters, texts, ring)
			}
			want := 1
			if c.rather == accounts.NoDoor {
				want = 0
			}
			if n := b.count(t, `select count(*) from events where draft_id = $1 and kind = 'rather-changed'`, d.ID); n != want {
				t.Errorf("%d events, want %d", n, want)
			}
		})
	}
}

func TestWhoSaysHowOneCaseIsToldAbout(t *testing.T) {
	t.Parallel()
	b := setup(t)
	a := b.account(t, nil)
	d := b.start(t, b.agent, a.ID)
	helped := b.agent
	helped.Caller, helped.For = b.account(t, func(d *accounts.Details) { d.FullName = "Jane Ellis" }).ID, a.ID
	for name, c := range map[string]struct {
		by   audit.Actor
		door accounts.Door
		want error
	}{
		"a helper on the line":    {helped, accounts.Letter, ErrNotAllowed},
		"another agency":          {b.stranger, accounts.Letter, ErrNotFound},
		"not staff":               {audit.Actor{Role: audit.Citizen, ID: a.ID, Door: channels.Web}, accounts.Letter, ErrNotAllowed},
		"a way that there is not": {b.agent, "pigeon", ErrNotAllowed},
	} {
		if err := b.office.SetRather(t.Context(), c.by, d.ID, c.door); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	if said := (Event{Kind: "rather-changed", Data: map[string]any{"rather": "letter"}}).Say(lang.Cy); said != "Sut i roi gwybod i’r person am hyn: Llythyr" {
		t.Error(said)
	}
}
