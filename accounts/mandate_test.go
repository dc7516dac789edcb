package accounts

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/services"
)

func day(y int, m time.Month, d int) services.Day { return services.Day{Y: y, M: m, D: d} }

func TestAllows(t *testing.T) {
	t.Parallel()
	last := day(2026, 12, 31)
	all := Mandate{Helper: 2, May: Rights{See: true, Talk: true, Act: true}, Starts: day(2026, 11, 1), Ends: &last}
	with := func(change func(*Mandate)) Mandate {
		m := all
		change(&m)
		return m
	}
	ended := noon
	badge := Matter{Draft: 7, Service: "blue-badge", Area: "health"}
	tests := []struct {
		name  string
		m     Mandate
		do    Doing
		about Matter
		on    services.Day
		want  bool
	}{
		{"everything", all, ToAct, badge, today, true},
		{"first day", all, ToAct, badge, day(2026, 11, 1), true},
		{"before", all, ToAct, badge, day(2026, 10, 31), false},
		{"last day", all, ToSee, badge, last, true},
		{"day after", all, ToSee, badge, day(2027, 1, 1), false},
		{"no end", with(func(m *Mandate) { m.Ends = nil }), ToSee, badge, day(2099, 1, 1), true},
		{"ended", with(func(m *Mandate) { m.EndedAt = &ended }), ToSee, Matter{}, today, false},
		{"not taken up", with(func(m *Mandate) { m.Helper = 0 }), ToSee, Matter{}, today, false},
		{"only seeing, talks", with(func(m *Mandate) { m.May = Rights{See: true} }), ToTalk, badge, today, false},
		{"only seeing, acts", with(func(m *Mandate) { m.May = Rights{See: true} }), ToAct, badge, today, false},
		{"only talking, sees", with(func(m *Mandate) { m.May = Rights{Talk: true} }), ToSee, badge, today, false},
		{"one service, that", with(func(m *Mandate) { m.Service = "blue-badge" }), ToAct, badge, today, true},
		{"one service, another", with(func(m *Mandate) { m.Service = "bus-pass" }), ToSee, badge, today, false},
		{"one service, the person as such", with(func(m *Mandate) { m.Service = "bus-pass" }), ToSee, Matter{}, today, true},
		{"one application, that", with(func(m *Mandate) { m.Draft = 7 }), ToAct, badge, today, true},
		{"one application, another", with(func(m *Mandate) { m.Draft = 8 }), ToSee, badge, today, false},
		{"one application, a new one", with(func(m *Mandate) { m.Draft = 7 }), ToAct, Matter{Service: "blue-badge", Area: "health"}, today, false},
		{"health power, health", with(func(m *Mandate) { m.Area = "health" }), ToAct, badge, today, true},
		{"property power, health", with(func(m *Mandate) { m.Area = "property" }), ToAct, badge, today, false},
	}
	for _, tt := range tests {
		if got := tt.m.Allows(tt.do, tt.about, tt.on); got != tt.want {
			t.Errorf("%s: %t, want %t", tt.name, got, tt.want)
		}
	}
}

func TestLatestEnd(t *testing.T) {
	t.Parallel()
	leap := day(2008, 2, 29)
	child := day(2010, 6, 5)
	for _, tt := range []struct {
		kind  MandateKind
		born  *services.Day
		want  string
		known bool
	}{
		{Helper, nil, "2027-05-19", true},
		{Charity, nil, "2027-05-19", true},
		{Parent, &child, "2028-06-04", true},
		{Parent, &leap, "2026-02-28", true},
		{Parent, nil, "none", false},
		{Attorney, nil, "none", true},
	} {
		last, known := LatestEnd(tt.kind, today, tt.born)
		got := "none"
		if last != nil {
			got = last.Time().Format(dayForm)
		}
		if got != tt.want || known != tt.known {
			t.Errorf("%s: %s %t, want %s %t", tt.kind, got, known, tt.want, tt.known)
		}
	}
}

func TestSaidAs(t *testing.T) {
	t.Parallel()
	hash, err := hashPhrase("Llŷn, the Blue Kettle!")
	if err != nil {
		t.Fatal(err)
	}
	for said, want := range map[string]bool{"llyn the blue kettle": true, "LLŶN  the blue-kettle": true, "the blue kettle": false, "": false} {
		if got := phraseFits(hash, said); got != want {
			t.Errorf("said %q: %t, want %t", said, got, want)
		}
	}
	if strings.Contains(strings.ToLower(hash), "kettle") || phraseFits("", "") {
		t.Error("the phrase can be read, or no phrase fits nothing")
	}
}

// family is Margaret and her daughter, with an agent who has proven Margaret in this conversation.
type family struct {
	bundle
	mother, daughter Account
	agent            audit.Actor
}

func (b bundle) family(t *testing.T) family {
	t.Helper()
	f := family{bundle: b, mother: b.create(t, margaret()), agent: agent}
	f.daughter = b.create(t, Details{FullName: "Jane Ellis", DateOfBirth: born(1970, 1, 2), Mobile: "07700 900 456"})
	f.agent.Agency = 0 // no agency stands in this database
	f.agent.Proven = true
	return f
}

func (f family) asked() NewMandate {
	return NewMandate{Mandate: Mandate{Account: f.mother.ID, Helper: f.daughter.ID, Kind: Helper, Relationship: "family", Reason: "disability",
		May: Rights{See: true, Talk: true, Act: true}, Evidence: AskedSpeaking}}
}

func (f family) register(t *testing.T, n NewMandate) Mandate {
	t.Helper()
	m, problems, err := f.reg.RegisterMandate(t.Context(), f.agent, n)
	if err != nil || len(problems) > 0 {
		t.Fatalf("register: %v %v", problems, err)
	}
	return m
}

func (f family) allowed(t *testing.T, do Doing, about Matter) bool {
	t.Helper()
	var err error
	f.tx(t, func(tx pgx.Tx) error {
		_, err = f.reg.MandateTx(t.Context(), tx, f.daughter.ID, f.mother.ID, do, about)
		return nil
	})
	if err != nil && !errors.Is(err, ErrNotAllowed) {
		t.Fatal(err)
	}
	return err == nil
}

func (f family) notices(t *testing.T, account int64) (kinds []string) {
	t.Helper()
	rows, err := f.db.Query(t.Context(), `select kind from account_notices where account_id = $1 order by id`, account)
	if err == nil {
		kinds, err = pgx.CollectRows(rows, pgx.RowTo[string])
	}
	if err != nil {
		t.Fatal(err)
	}
	return kinds
}

func TestADaughterMayActUntilHerMotherEndsIt(t *testing.T) {
	f := setup(t).family(t)
	if f.allowed(t, ToSee, Matter{}) {
		t.Fatal("she may before anybody said so")
	}
	m := f.register(t, f.asked())
	if m.Ends == nil || *m.Ends != day(2027, 5, 19) {
		t.Errorf("ends %v, want six months on", m.Ends)
	}
	if !f.allowed(t, ToAct, Matter{Draft: 1, Service: "blue-badge", Area: "health"}) {
		t.Error("she may not act")
	}
	daughter := audit.Actor{Role: audit.Helper, ID: f.daughter.ID, For: f.mother.ID, Door: channels.Web}
	seen, err := f.reg.Open(t.Context(), daughter, f.mother.ID)
	if err != nil || seen.FullName != "Margaret Ellis" {
		t.Errorf("open: %v %v", seen.FullName, err)
	}
	if seen.Mobile != "" || seen.Address != nil || seen.Email != "" || seen.NINO != "" {
		t.Errorf("a helper sees how the person is reached: %+v", seen)
	}
	if err := f.reg.SetNeeds(t.Context(), daughter, f.mother.ID, f.mother.Needs); !errors.Is(err, ErrNotAllowed) {
		t.Errorf("a helper changes how the person is reached: %v", err)
	}
	mother := audit.Actor{Role: audit.Citizen, ID: f.mother.ID, Door: channels.SMS}
	for range 2 { // ended twice is ended
		if err := f.reg.EndMandate(t.Context(), mother, m.ID, ""); err != nil {
			t.Fatal(err)
		}
	}
	if f.allowed(t, ToSee, Matter{}) {
		t.Error("ended, and she still may")
	}
	if _, err := f.reg.Open(t.Context(), daughter, f.mother.ID); !errors.Is(err, ErrNotFound) {
		t.Errorf("ended, and an open session still opens: %v", err)
	}
	if got := fmt.Sprint(f.notices(t, f.mother.ID), f.notices(t, f.daughter.ID)); got != "[helpers.added helpers.ended] [helpers.added-you helpers.ended-you]" {
		t.Errorf("told: %s", got)
	}
	_, changes, err := f.reg.Mandate(t.Context(), mother, m.ID)
	if err != nil || len(changes) != 2 || changes[1].What != "ended" || changes[1].Why != "person" || changes[1].Door != channels.SMS {
		t.Errorf("changes: %+v %v", changes, err)
	}
}

func TestWhatAMandateMustRestOn(t *testing.T) {
	f := setup(t).family(t)
	child := f.create(t, Details{FullName: "Tom Ellis", DateOfBirth: born(2012, 3, 1)})
	grown := f.create(t, Details{FullName: "Ann Ellis", DateOfBirth: born(2008, 3, 1)})
	tests := []struct {
		name   string
		by     func(*audit.Actor)
		change func(*NewMandate)
		want   string
	}{
		{"person not proven", func(a *audit.Actor) { a.Proven = false }, nil, "evidence-not-proven"},
		{"the helper asks for it", func(a *audit.Actor) { a.Caller = 3 }, nil, "evidence-not-proven"},
		{"letter not signed", nil, func(n *NewMandate) { n.Evidence, n.Arrived = AskedInWriting, born(2026, 11, 19) }, "signed-required"},
		{"letter of tomorrow", nil, func(n *NewMandate) { n.Evidence, n.Signed, n.Arrived = AskedInWriting, true, born(2026, 11, 21) }, "arrived-not-real"},
		{"letter signed", nil, func(n *NewMandate) { n.Evidence, n.Signed, n.Arrived = AskedInWriting, true, born(2026, 11, 19) }, ""},
		{"attorney on a word", nil, func(n *NewMandate) { n.Kind = Attorney }, "evidence-required"},
		{"attorney without a number", nil, func(n *NewMandate) { n.Kind, n.Evidence = Attorney, LastingPower }, "document-required"},
		{"attorney", nil, func(n *NewMandate) {
			n.Kind, n.Evidence, n.Document, n.Area, n.Mail = Attorney, LastingPower, "7000-1111-2222", "property", "instead"
		}, ""},
		{"consent too long", nil, func(n *NewMandate) { n.Ends = born(2027, 5, 20) }, "ends-too-late"},
		{"over already", nil, func(n *NewMandate) { n.Ends = born(2026, 11, 19) }, "ends-past"},
		{"no right", nil, func(n *NewMandate) { n.May = Rights{} }, "rights-required"},
		{"herself", nil, func(n *NewMandate) { n.Helper = n.Account }, "helper-oneself"},
		{"a friend gets the post", nil, func(n *NewMandate) { n.Mail = "instead" }, "mail-not-instead"},
		{"charity without a name", nil, func(n *NewMandate) { n.Kind = Charity }, "organisation-required"},
		{"short phrase", nil, func(n *NewMandate) { n.Phrase = "a b c" }, "phrase-too-short"},
		{"somebody else's application", nil, func(n *NewMandate) { n.Draft = 99 }, "scope-required"},
		{"parent of a child", nil, func(n *NewMandate) { n.Account, n.Kind, n.Evidence = child.ID, Parent, BirthCertificate }, ""},
		{"parent of an adult", nil, func(n *NewMandate) { n.Account, n.Kind, n.Evidence = grown.ID, Parent, BirthCertificate }, "kind-of-age"},
	}
	for _, tt := range tests {
		by, n := f.agent, f.asked()
		if tt.by != nil {
			tt.by(&by)
		}
		if tt.change != nil {
			tt.change(&n)
		}
		_, problems, err := f.reg.RegisterMandate(t.Context(), by, n)
		got := ""
		if len(problems) > 0 {
			got = problems[0].Question + "-" + problems[0].Code
		}
		if err != nil || got != tt.want {
			t.Errorf("%s: %q %v, want %q", tt.name, got, err, tt.want)
		}
	}
	citizen := audit.Actor{Role: audit.Citizen, ID: f.daughter.ID}
	if _, _, err := f.reg.RegisterMandate(t.Context(), citizen, f.asked()); !errors.Is(err, ErrNotAllowed) {
		t.Errorf("somebody makes themselves a helper: %v", err)
	}
	if n := f.count(t, `select count(*) from mandates where encode(document, 'escape') like '%7000%'`); n != 0 {
		t.Error("the number of a document stands in the clear")
	}
}

func TestAnInvitationIsTakenUpByItsCodeAlone(t *testing.T) {
	f := setup(t).family(t)
	mother := audit.Actor{Role: audit.Citizen, ID: f.mother.ID, Door: channels.Web}
	daughter := audit.Actor{Role: audit.Citizen, ID: f.daughter.ID, Door: channels.Web}
	n := NewMandate{Mandate: Mandate{HelperName: "Jane", Kind: Helper, Relationship: "family", Reason: "online", May: Rights{See: true}}}
	m, code, problems, err := f.reg.InviteHelper(t.Context(), mother, n)
	if err != nil || len(problems) > 0 {
		t.Fatalf("invite: %v %v", problems, err)
	}
	if f.allowed(t, ToSee, Matter{}) {
		t.Fatal("she may before she has the code")
	}
	// The code opens nothing of the person's, not even with their date of birth.
	if _, err := f.reg.UseCode(t.Context(), code, *f.mother.DateOfBirth, "192.0.2.1", noon); !errors.Is(err, ErrCode) {
		t.Errorf("the code opens the person's account: %v", err)
	}
	for name, try := range map[string]struct {
		by   audit.Actor
		code string
	}{"a wrong code": {daughter, "2222-2222-2222"}, "the person": {mother, code}} {
		if _, err := f.reg.TakeUp(t.Context(), try.by, try.code, "192.0.2.1"); !errors.Is(err, ErrCode) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got, err := f.reg.TakeUp(t.Context(), daughter, strings.ToLower(code), "192.0.2.1"); err != nil || got.ID != m.ID || got.HelperName != "Jane Ellis" {
		t.Fatalf("take up: %+v %v", got, err)
	}
	if !f.allowed(t, ToSee, Matter{}) || f.allowed(t, ToAct, Matter{}) {
		t.Error("she may see, and only see")
	}
	other := f.create(t, Details{FullName: "Somebody Else"})
	if _, err := f.reg.TakeUp(t.Context(), audit.Actor{Role: audit.Citizen, ID: other.ID}, code, "192.0.2.2"); !errors.Is(err, ErrCode) {
		t.Errorf("a code is taken up twice: %v", err)
	}
	if _, _, err := f.reg.Mandate(t.Context(), audit.Actor{Role: audit.Citizen, ID: other.ID}, m.ID); !errors.Is(err, ErrNotFound) {
		t.Errorf("somebody else reads it: %v", err)
	}
}

func TestGuessingCodesIsThrottled(t *testing.T) {
	f := setup(t).family(t)
	by := audit.Actor{Role: audit.Citizen, ID: f.daughter.ID}
	var err error
	for range triesByCode + 1 {
		_, err = f.reg.TakeUp(t.Context(), by, "3333-3333-3333", "192.0.2.9")
	}
	if !errors.Is(err, ErrThrottled) {
		t.Errorf("guess %d: %v", triesByCode+1, err)
	}
}

func TestThePhraseIsToldRightOrWrong(t *testing.T) {
	f := setup(t).family(t)
	n := f.asked()
	n.Phrase = "Green Bicycle"
	m := f.register(t, n)
	for said, want := range map[string]bool{"green bicycle": true, "red bicycle": false} {
		if got, err := f.reg.TryPhrase(t.Context(), f.agent, m.ID, said); err != nil || got != want {
			t.Errorf("%q: %t %v", said, got, err)
		}
	}
	var err error
	for range phraseTries + 1 {
		_, err = f.reg.TryPhrase(t.Context(), f.agent, m.ID, "no idea")
	}
	if !errors.Is(err, ErrThrottled) {
		t.Errorf("guessed as often as one likes: %v", err)
	}
}

func TestWhoMayEnd(t *testing.T) {
	f := setup(t).family(t)
	n := f.asked()
	n.Kind, n.Evidence, n.Document = Deputy, CourtOrder, "COP 1234"
	m := f.register(t, n)
	mother := audit.Actor{Role: audit.Citizen, ID: f.mother.ID}
	if err := f.reg.EndMandate(t.Context(), mother, m.ID, ""); !errors.Is(err, ErrNotAllowed) {
		t.Errorf("the person ends what a court ordered: %v", err)
	}
	stranger := f.create(t, Details{FullName: "Somebody Else"})
	if err := f.reg.EndMandate(t.Context(), audit.Actor{Role: audit.Citizen, ID: stranger.ID}, m.ID, ""); !errors.Is(err, ErrNotFound) {
		t.Errorf("a stranger ends it: %v", err)
	}
	if err := f.reg.EndMandate(t.Context(), audit.Actor{Role: audit.Citizen, ID: f.daughter.ID, Door: channels.Web}, m.ID, ""); err != nil {
		t.Errorf("the deputy ends it: %v", err)
	}
	if got, _, err := f.reg.Mandate(t.Context(), mother, m.ID); err != nil || got.EndedWhy != "helper" {
		t.Errorf("ended by %q, %v", got.EndedWhy, err)
	}
}

func TestDeathEndsIt(t *testing.T) {
	f := setup(t).family(t)
	f.register(t, f.asked())
	f.tx(t, func(tx pgx.Tx) error {
		return f.reg.RecordDeathTx(t.Context(), tx, f.agent, f.mother.ID, day(2026, 11, 19))
	})
	if f.allowed(t, ToSee, Matter{}) {
		t.Error("a helper acts for somebody who has died")
	}
	if got := f.count(t, `select count(*) from mandates where ended_why = 'died'`); got != 1 {
		t.Errorf("%d ended", got)
	}
}

// on sets the clock and sweeps.
func (f family) on(t *testing.T, d services.Day) (young []ComingOfAge) {
	t.Helper()
	f.reg.Now = func() time.Time { return d.Time().Add(9 * time.Hour) }
	for range 2 { // a job runs twice
		f.tx(t, func(tx pgx.Tx) error {
			found, _, err := f.reg.SweepMandatesTx(t.Context(), tx)
			young = append(young, found...)
			return err
		})
	}
	return young
}

func TestConsentRunsOutAndIsRenewed(t *testing.T) {
	f := setup(t).family(t)
	m := f.register(t, f.asked())
	f.on(t, day(2027, 5, 4))
	if n := len(f.notices(t, f.mother.ID)); n != 1 {
		t.Errorf("reminded more than two weeks before: %d", n)
	}
	f.on(t, day(2027, 5, 5))
	f.on(t, day(2027, 5, 6))
	if got := fmt.Sprint(f.notices(t, f.mother.ID)); got != "[helpers.added helpers.ending]" {
		t.Errorf("reminded: %s", got)
	}
	mother := audit.Actor{Role: audit.Citizen, ID: f.mother.ID, Door: channels.Web}
	if _, err := f.reg.RenewMandate(t.Context(), audit.Actor{Role: audit.Citizen, ID: f.daughter.ID}, m.ID); !errors.Is(err, ErrNotAllowed) {
		t.Errorf("the helper renews it: %v", err)
	}
	renewed, err := f.reg.RenewMandate(t.Context(), mother, m.ID)
	if err != nil || *renewed.Ends != day(2027, 11, 5) {
		t.Fatalf("renewed: %v %v", renewed.Ends, err)
	}
	f.on(t, day(2027, 11, 5))
	if !f.allowed(t, ToSee, Matter{}) {
		t.Error("the last day does not count")
	}
	f.on(t, day(2027, 11, 6))
	if f.allowed(t, ToSee, Matter{}) {
		t.Error("it goes on after its last day")
	}
	if got := fmt.Sprint(f.notices(t, f.mother.ID)); got != "[helpers.added helpers.ending helpers.renewed helpers.ending helpers.ended]" {
		t.Errorf("told: %s", got)
	}
}

func TestAChildComesOfAge(t *testing.T) {
	f := setup(t).family(t)
	// born on 1 March 2009; nothing of her own to be reached by
	f.mother = f.create(t, Details{FullName: "Tess Ellis", DateOfBirth: born(2009, 3, 1), Mobile: "07700 900 456"})
	n := f.asked()
	n.Kind, n.Evidence, n.Relationship, n.Mail = Parent, BirthCertificate, "parent", "instead"
	f.register(t, n)
	if young := f.on(t, day(2026, 11, 30)); len(young) != 0 {
		t.Errorf("more than three months before: %v", young)
	}
	if young := f.on(t, day(2026, 12, 1)); len(young) != 1 || young[0].Account != f.mother.ID {
		t.Errorf("three months before: %v", young)
	}
	f.on(t, day(2027, 2, 28))
	if !f.allowed(t, ToAct, Matter{}) {
		t.Error("the parent may not on the day before")
	}
	if young := f.on(t, day(2027, 3, 1)); len(young) != 1 {
		t.Errorf("on the day: %v", young)
	}
	if f.allowed(t, ToSee, Matter{}) {
		t.Error("the parent still may on the eighteenth birthday")
	}
	if got := fmt.Sprint(f.notices(t, f.mother.ID), f.notices(t, f.daughter.ID)); got !=
		"[helpers.added helpers.coming-of-age helpers.of-age] [helpers.added-you helpers.coming-of-age-you helpers.of-age-you]" {
		t.Errorf("told: %s", got)
	}
	// With a number of her own nobody has to ask her for one.
	f.reg.Now = func() time.Time { return noon }
	f.mother = f.create(t, Details{FullName: "Tim Ellis", DateOfBirth: born(2009, 3, 1), Mobile: "07700 900 789"})
	n.Account = f.mother.ID
	f.register(t, n)
	if young := f.on(t, day(2027, 3, 1)); len(young) != 0 {
		t.Errorf("has a number of his own: %v", young)
	}
}

func TestJoinedAccountsAreOnePerson(t *testing.T) {
	f := setup(t).family(t)
	f.register(t, f.asked())
	second := f.create(t, Details{FullName: "M Ellis"})
	if _, err := f.db.Exec(t.Context(), `update accounts set joined_to = $1 where id = $2`, f.mother.ID, second.ID); err != nil {
		t.Fatal(err)
	}
	f.mother = second
	if !f.allowed(t, ToSee, Matter{}) {
		t.Error("what is on one record of a person does not count on the other")
	}
}

func TestATwentiethClient(t *testing.T) {
	f := setup(t).family(t)
	by := audit.Actor{Role: audit.Citizen, ID: f.daughter.ID}
	for i := range 20 {
		client := f.create(t, Details{FullName: fmt.Sprintf("Client %d", i)})
		n := f.asked()
		n.Account, n.Kind, n.Organisation, n.Relationship = client.ID, Charity, "Age Example", "professional"
		ends := day(2026, 12, 1+i)
		n.Ends = &ends
		f.register(t, n)
	}
	f.on(t, day(2026, 12, 11))
	helping, err := f.reg.Helping(t.Context(), by, f.daughter.ID)
	if err != nil || len(helping) != 10 {
		t.Errorf("%d of 20 go on, %v", len(helping), err)
	}
	if _, err := f.reg.Helping(t.Context(), audit.Actor{Role: audit.Citizen, ID: f.mother.ID}, f.daughter.ID); !errors.Is(err, ErrNotFound) {
		t.Errorf("somebody else is told whom she helps: %v", err)
	}
}
