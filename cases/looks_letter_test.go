package cases

import (
	"strings"
	"testing"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

// Who is not online is posted who has looked, in words, in the language and format they need.
func TestWhoLookedGoesByPost(t *testing.T) {
	t.Parallel()
	b := setup(t)
	a := b.account(t, func(d *accounts.Details) { d.Needs.Format = accounts.LargePrint })
	by := b.agent
	by.Why = "She rang, and her number is 999 123 4567"
	_, err := b.register.Open(t.Context(), by, a.ID)
	must(t, err)
	must(t, b.office.PostLooks(t.Context(), b.agent, a.ID))
	if err := b.office.PostLooks(t.Context(), audit.Actor{Role: audit.Citizen, ID: a.ID, Door: channels.Web}, a.ID); err == nil {
		t.Error("a citizen has it posted by the desk")
	}
	var id int64
	must(t, b.db.QueryRow(t.Context(), `select id from account_notices where kind = 'looks'`).Scan(&id))
	b.workNotice(t, id, false)
	var text string
	must(t, b.db.QueryRow(t.Context(), `select content::text from letters where account_id = $1 and format = 'large-print' and kind = 'account'`, a.ID).Scan(&text))
	for _, want := range []string{"Anytown Council: your record was opened", "By phone", "your record was created"} {
		if !strings.Contains(text, want) {
			t.Errorf("the letter lacks %q: %s", want, text)
		}
	}
	if strings.Contains(text, "999 123") || strings.Contains(text, "{list}") {
		t.Errorf("a number, or no list: %s", text)
	}
}

// An agency is told of a new address because something is open with it, or because its person asked for that; no other is.
func TestWhoIsToldOfANewAddress(t *testing.T) {
	t.Parallel()
	b := setup(t)
	a := b.account(t, nil)
	self := audit.Actor{Role: audit.Citizen, ID: a.ID, Door: channels.Web}
	names := func() string {
		told, err := b.office.Informed(t.Context(), self, a.ID)
		must(t, err)
		var out []string
		for _, x := range told {
			out = append(out, x.Name(lang.En))
		}
		return strings.Join(out, ", ")
	}
	if got := names(); got != "" {
		t.Errorf("told without anything open: %q", got)
	}
	b.start(t, b.agent, a.ID)
	if got := names(); got != "Anytown Council" {
		t.Errorf("with something open: %q", got)
	}
	must(t, b.register.SetConsent(t.Context(), self, a.ID, accounts.Consent{Agency: b.neighbour.ID, Scope: accounts.Address, Given: true}))
	if got := names(); got != "Anytown Council, Othertown Council" {
		t.Errorf("asked for: %q", got)
	}
	must(t, b.register.SetConsent(t.Context(), self, a.ID, accounts.Consent{Agency: b.neighbour.ID, Scope: accounts.Address}))
	if got := names(); got != "Anytown Council" {
		t.Errorf("taken back: %q", got)
	}
	other := b.account(t, func(d *accounts.Details) {
		d.FullName, d.DateOfBirth = "Idris Bevan", &services.Day{Y: 1950, M: 1, D: 2}
	})
	stranger := audit.Actor{Role: audit.Citizen, ID: other.ID, Door: channels.Web}
	if _, err := b.office.Informed(t.Context(), stranger, a.ID); err == nil {
		t.Error("another person sees it")
	}
	if _, _, err := b.office.ChangeDetails(t.Context(), stranger, a.ID, a.Rev, accounts.Details{FullName: "Not Her"}); err == nil {
		t.Error("another person changed it")
	}
	if _, err := b.office.Messages(t.Context(), stranger, a.ID, b.now.AddDate(1, 0, 0), 10); err == nil {
		t.Error("another person reads her messages")
	}
	for _, by := range []audit.Actor{b.agent, b.stranger} {
		if _, err := b.office.Dealings(t.Context(), by, a.ID); err == nil {
			t.Error("staff see whom else a person deals with")
		}
	}
}
