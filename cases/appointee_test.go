package cases

import (
	"strings"
	"testing"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

// lastLetter is the newest letter of somebody's record: to whom it goes, in which format, and what it says.
func (b *bundle) lastLetter(account int64) (kind, window, format, text string) {
	b.Helper()
	must(b.T, b.db.QueryRow(b.Context(), `
		select kind, content->'address'->>0, format, content->>'pages' from letters where account_id = $1 order by id desc limit 1`, account).
		Scan(&kind, &window, &format, &text))
	return kind, window, format, text
}

// A man who cannot deal with it himself, and his sister whom the department made his appointee. She asks for him at the counter; every
// letter goes to her, in the print she needs and about him by name, and lies on his record. What she proves of herself proves nothing of
// him: the award waits until he is proven too. When her time is over his post is his own again.
func TestAnAppointeesStory(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.carefully(services.Identity{Decision: "medium"})
	huw := b.account(t, func(d *accounts.Details) { d.FullName, d.Mobile, d.DateOfBirth.Y = "Huw Tandy", "", 1986 })
	ruth := b.account(t, func(d *accounts.Details) {
		d.FullName, d.Mobile, d.DateOfBirth.Y, d.Needs.Format = "Ruth Tandy", "07700 900456", 1982, accounts.LargePrint
		d.Address = &services.PostAddress{Lines: []string{"15 Castle Hill", "Anytown"}, Postcode: "ZA2 5GH"}
	})
	m := b.mandate(huw.ID, ruth.ID, func(n *accounts.NewMandate) {
		n.Kind, n.Evidence, n.Reason, n.Mail = accounts.Appointee, accounts.AppointeeLetter, "authority", "instead"
	})
	with := b.worker
	with.Caller, with.For, with.Proven = ruth.ID, huw.ID, true
	d, err := b.office.Start(t.Context(), with, StartInput{Agency: b.agency.ID, Service: "blue-badge", Account: huw.ID, Prefill: true})
	must(t, err)
	told := walking()
	told["name"], told["date-of-birth"] = value("Huw Tandy"), date(1986, 3, 5)
	b.fill(t, with, d.ID, told)
	c, problems, err := b.office.Submit(t.Context(), with, d.ID)
	if err != nil || len(problems) > 0 {
		t.Fatalf("her word is not enough: %v %v", problems, err)
	}
	toRuth := func(kind string) {
		t.Helper()
		got, window, format, text := b.lastLetter(huw.ID)
		if got != kind || window != "Ruth Tandy" || format != string(accounts.LargePrint) {
			t.Errorf("%s to %q in %s; want %s to her in large print", got, window, format, kind)
		}
		if !strings.Contains(text, lang.T(lang.En, "letters.instead", "person", "Huw Tandy")) {
			t.Errorf("%s does not say at once whom it is about: %s", kind, text)
		}
	}
	toRuth("submitted")

	b.proves(ruth.ID, passportSeen, fraudChecked)
	if problems, err := b.office.Decide(t.Context(), b.worker, award(c)); err != nil || codes(problems) != IdentityNeeded {
		t.Fatalf("awarded on what she proved of herself: %v %v", problems, err)
	}
	b.proves(huw.ID, passportSeen, fraudChecked)
	if problems, err := b.office.Decide(t.Context(), b.worker, award(c)); err != nil || len(problems) > 0 {
		t.Fatalf("both are proven, and it is not awarded: %v %v", problems, err)
	}
	toRuth("award")
	if n := b.count(t, `select count(*) from letters where account_id = $1`, ruth.ID); n != 0 {
		t.Errorf("%d letters about him lie on her record", n)
	}

	himself := audit.Actor{Role: audit.Citizen, ID: huw.ID, Door: with.Door}
	if err := b.register.EndMandate(t.Context(), himself, m.ID, ""); err == nil {
		t.Error("he ended what the department ordered")
	}
	must(t, b.register.EndMandate(t.Context(), b.worker, m.ID, "staff"))
	b.tell(t, accounts.Notice{Account: huw.ID, Agency: b.agency.ID, Kind: "helpers.ended", Words: map[lang.Lang]map[string]string{
		lang.En: {"helper": "Ruth Tandy", "rights": "", "scope": "", "last": "", "person": "Huw Tandy"}}})
	if kind, window, format, _ := b.lastLetter(huw.ID); kind != "account" || window != "Huw Tandy" || format != string(accounts.Standard) {
		t.Errorf("after it ended: %s to %q in %s", kind, window, format)
	}
}
