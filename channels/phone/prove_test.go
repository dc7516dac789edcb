package phone

import (
	"errors"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/proof"
	"github.com/samedoor/samedoor/services"
)

// margaret makes the person whom the conversations are about anew, with what can be asked of her.
func (b *bundle) margaret(t *testing.T) {
	t.Helper()
	a, problems, err := b.register.Create(t.Context(), b.me, accounts.Details{FullName: "Margaret Ellis", Previous: "Margaret Prosser", DateOfBirth: &services.Day{Y: 1944, M: 3, D: 5},
		Address: &services.PostAddress{Lines: []string{"1 High Street"}, Postcode: "ZA1 1AA"}, Mobile: "07700 900123", Landline: "020 7946 0456"})
	if err != nil || len(problems) > 0 {
		t.Fatal(problems, err)
	}
	b.account = a.ID
}

// ages has the record stand there for three months.
func (b bundle) ages(t *testing.T) {
	t.Helper()
	for _, sql := range []string{`update accounts set created_at = now() - interval '3 months'`, `update account_addresses set since = now() - interval '3 months'`,
		`update account_contacts set since = now() - interval '3 months'`, `update account_names set since = now() - interval '3 months'`} {
		if _, err := b.db.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
}

// known is margaret, long on record.
func (b *bundle) known(t *testing.T) {
	t.Helper()
	b.margaret(t)
	b.ages(t)
}

// says is what Margaret says to what she is asked.
var says = map[string]string{accounts.AskBirth: "5 March 1944", accounts.AskPostcode: "za11aa", accounts.AskMobile: "0123", accounts.AskLandline: "0456", accounts.AskFormerName: "Prosser"}

func (b bundle) sheet(t *testing.T, c Contact) Sheet {
	t.Helper()
	s, err := b.log.Questions(t.Context(), b.me, c.ID)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func (b bundle) answers(t *testing.T, c Contact, s Sheet, typed map[string]string) bool {
	t.Helper()
	enough, err := b.log.AnswerQuestions(t.Context(), b.me, c.ID, s.ID, typed)
	if err != nil {
		t.Fatal(err)
	}
	return enough
}

func (b bundle) provenBy(t *testing.T, c Contact) []string {
	t.Helper()
	read, err := b.log.Read(t.Context(), b.me, c.ID)
	if err != nil || (read.ProvenAt == nil) != (len(read.ProvenBy) == 0) {
		t.Fatalf("%+v, %v", read, err)
	}
	return read.ProvenBy
}

func TestTheSystemPicksWhatIsAsked(t *testing.T) {
	b := setup(t)
	b.known(t)
	c := b.begin(t)
	s := b.sheet(t, c)
	if len(s.Kinds) != mostAsked {
		t.Fatalf("asked %v", s.Kinds)
	}
	for _, k := range s.Kinds {
		if says[k] == "" {
			t.Errorf("%s is asked, which is not on record", k)
		}
	}
	for range 5 {
		if again := b.sheet(t, c); again.ID != s.ID || !slices.Equal(again.Kinds, s.Kinds) {
			t.Fatalf("asked anew before they answered: %v", again)
		}
	}
	if !b.answers(t, c, s, says) {
		t.Fatal("the right answers are not enough")
	}
	if by := b.provenBy(t, c); len(by) != mostAsked {
		t.Errorf("proven by %v", by)
	}
	if st, err := b.register.Standing(t.Context(), b.account); err != nil || st.Verification != 2 {
		t.Errorf("%+v, %v", st, err)
	}
}

// A blank is no lie; a wrong answer is, whatever else was right. What comes back is that it was enough or not.
func TestWhatIsEnough(t *testing.T) {
	for name, c := range map[string]struct {
		change func(s Sheet, typed map[string]string)
		enough bool
	}{
		"one not known":           {func(s Sheet, typed map[string]string) { typed[s.Kinds[0]] = "" }, true},
		"one wrong":               {func(s Sheet, typed map[string]string) { typed[s.Kinds[0]] = "9999" }, false},
		"two not known":           {func(s Sheet, typed map[string]string) { typed[s.Kinds[0]], typed[s.Kinds[1]] = " ", "" }, false},
		"what was not asked":      {func(s Sheet, typed map[string]string) { clear(typed); typed["colour"] = "red" }, false},
		"one wrong and one blank": {func(s Sheet, typed map[string]string) { typed[s.Kinds[0]], typed[s.Kinds[1]] = "9999", "" }, false},
	} {
		t.Run(name, func(t *testing.T) {
			b := setup(t)
			b.known(t)
			talk := b.begin(t)
			s := b.sheet(t, talk)
			typed := map[string]string{}
			for _, k := range s.Kinds {
				typed[k] = says[k]
			}
			c.change(s, typed)
			if got := b.answers(t, talk, s, typed); got != c.enough || (len(b.provenBy(t, talk)) > 0) != c.enough {
				t.Errorf("enough: %v, want %v", got, c.enough)
			}
		})
	}
}

// Two sheets a conversation, none of the second on the first, and three failures a day for one person, whoever asks.
func TestGuessingEnds(t *testing.T) {
	b := setup(t)
	b.known(t)
	c := b.begin(t)
	first := b.sheet(t, c)
	b.answers(t, c, first, nil)
	second := b.sheet(t, c)
	if len(second.Kinds) != len(says)-mostAsked || slices.ContainsFunc(second.Kinds, func(k string) bool { return slices.Contains(first.Kinds, k) }) {
		t.Errorf("first %v, then %v", first.Kinds, second.Kinds)
	}
	if b.answers(t, c, first, says) {
		t.Error("the first sheet counts again")
	}
	if enough, err := b.log.AnswerQuestions(t.Context(), b.me, c.ID, second.ID, nil); err != nil || enough {
		t.Errorf("%v, %v", enough, err)
	}
	if third := b.sheet(t, c); third.ID != 0 {
		t.Errorf("a third sheet: %v", third.Kinds)
	}
	other, _, err := b.log.Begin(t.Context(), b.other, Contact{Door: channels.Phone, Reason: "apply", Account: b.account})
	if err != nil {
		t.Fatal(err)
	}
	s, err := b.log.Questions(t.Context(), b.other, other.ID)
	if err != nil || s.ID == 0 {
		t.Fatalf("a colleague: %v, %v", s, err)
	}
	if enough, err := b.log.AnswerQuestions(t.Context(), b.other, other.ID, s.ID, says); !errors.Is(err, accounts.ErrThrottled) || enough {
		t.Errorf("a fourth try, and right: %v, %v", enough, err)
	}
}

func TestWhatTheCallerToldIsNotAsked(t *testing.T) {
	b := setup(t)
	b.known(t)
	c := b.begin(t)
	for range 2 {
		if err := b.log.Told(t.Context(), b.me, c.ID, []string{accounts.AskBirth, accounts.AskPostcode, accounts.AskFormerName}); err != nil {
			t.Fatal(err)
		}
	}
	s := b.sheet(t, c)
	slices.Sort(s.Kinds)
	if !slices.Equal(s.Kinds, []string{accounts.AskLandline, accounts.AskMobile}) {
		t.Errorf("asked %v", s.Kinds)
	}
	another := b.begin(t)
	if err := b.log.Told(t.Context(), b.me, another.ID, []string{accounts.AskBirth, accounts.AskPostcode, accounts.AskFormerName, accounts.AskMobile}); err != nil {
		t.Fatal(err)
	}
	if s := b.sheet(t, another); s.ID != 0 {
		t.Errorf("one thing alone is asked: %v", s.Kinds)
	}
}

// A record made from what somebody said a minute ago cannot be held against them; and where nobody like them is known, there is nobody
// to be wrong about.
func TestARecordMadeInThisCall(t *testing.T) {
	b := setup(t)
	c, _, err := b.log.Begin(t.Context(), b.me, Contact{Door: channels.Phone, Reason: "apply"})
	if err != nil {
		t.Fatal(err)
	}
	b.margaret(t)
	if err := b.log.About(t.Context(), b.me, c.ID, b.account, 0); err != nil {
		t.Fatal(err)
	}
	if s := b.sheet(t, c); s.ID != 0 {
		t.Errorf("asked %v", s.Kinds)
	}
	if can, err := b.log.Proofs(t.Context(), b.me, c.ID); err != nil || !slices.Contains(can, ByNewRecord) {
		t.Errorf("%v, %v", can, err)
	}
	if problems, err := b.log.ProveNew(t.Context(), b.me, c.ID); err != nil || len(problems) > 0 || !slices.Equal(b.provenBy(t, c), []string{ByNewRecord}) {
		t.Errorf("%v, %v", problems, err)
	}
	if s, err := b.register.Standing(t.Context(), b.account); err != nil || s.Verification != 0 {
		t.Errorf("it is evidence: %+v, %v", s, err)
	}
}

// A second record of somebody we know is no way around being asked.
func TestANewRecordOfSomebodyKnownProvesNothing(t *testing.T) {
	b := setup(t)
	b.known(t)
	c, _, err := b.log.Begin(t.Context(), b.me, Contact{Door: channels.Phone, Reason: "apply"})
	if err != nil {
		t.Fatal(err)
	}
	b.margaret(t)
	if err := b.log.About(t.Context(), b.me, c.ID, b.account, 0); err != nil {
		t.Fatal(err)
	}
	if problems, err := b.log.ProveNew(t.Context(), b.me, c.ID); err != nil || len(problems) != 1 || len(b.provenBy(t, c)) > 0 {
		t.Errorf("%v, %v", problems, err)
	}
	old := b.begin(t)
	b.ages(t)
	if problems, err := b.log.ProveNew(t.Context(), b.me, old.ID); err != nil || len(problems) != 1 {
		t.Errorf("an old record: %v, %v", problems, err)
	}
}

// visit begins a conversation at the counter with the person.
func (b bundle) visit(t *testing.T) Contact {
	t.Helper()
	c, problems, err := b.log.Begin(t.Context(), b.me, Contact{Door: channels.Counter, Reason: "apply", Account: b.account})
	if err != nil || len(problems) > 0 {
		t.Fatal(problems, err)
	}
	return c
}

func TestADocumentShownProvesWhoIsThere(t *testing.T) {
	b := setup(t)
	b.margaret(t)
	passport := accounts.Shown{Document: "passport", Number: "123456789", Expires: &services.Day{Y: 2099, M: 1, D: 1},
		Checks: []string{proof.Original, proof.Undamaged, proof.Agrees, proof.InDate, proof.Looked}}
	call := b.begin(t)
	if _, problems, err := b.log.Show(t.Context(), b.me, call.ID, passport); err != nil || len(problems) != 1 || problems[0].Code != "counter-only" {
		t.Errorf("on the telephone: %v, %v", problems, err)
	}
	c := b.visit(t)
	if _, problems, err := b.log.Show(t.Context(), b.me, c.ID, passport); err != nil || len(problems) > 0 || len(b.provenBy(t, c)) > 0 {
		t.Errorf("nobody compared the face: %v, %v, %v", problems, err, b.provenBy(t, c))
	}
	passport.Checks = append(passport.Checks, proof.FaceLike)
	if _, problems, err := b.log.Show(t.Context(), b.me, c.ID, passport); err != nil || len(problems) > 0 || !slices.Equal(b.provenBy(t, c), []string{ByDocument}) {
		t.Errorf("%v, %v, %v", problems, err, b.provenBy(t, c))
	}
	if _, _, err := b.log.Show(t.Context(), b.other, c.ID, passport); !errors.Is(err, ErrNotFound) {
		t.Errorf("in a colleague's conversation: %v", err)
	}
}

func TestSomebodyBesideThemProvesWhoIsThere(t *testing.T) {
	b := setup(t)
	b.margaret(t)
	v := accounts.Vouching{Voucher: accounts.Voucher{Name: "Bethan Jones", Position: "social-worker", Registered: "SW1", IdentifiedBy: "register",
		Relationship: "works with her", KnownSince: services.Day{Y: 2020, M: 1, D: 1}, Method: "photo-signed"}}
	c := b.visit(t)
	if _, problems, err := b.log.Vouch(t.Context(), b.me, c.ID, v); err != nil || len(problems) > 0 || len(b.provenBy(t, c)) > 0 {
		t.Errorf("by a photo: %v, %v", problems, err)
	}
	v.Method = "together"
	if _, problems, err := b.log.Vouch(t.Context(), b.me, c.ID, v); err != nil || len(problems) > 0 || !slices.Equal(b.provenBy(t, c), []string{ByVouch}) {
		t.Errorf("together: %v, %v", problems, err)
	}
}

func TestTheCodeInTheirLetterProvesWhoIsOnTheLine(t *testing.T) {
	b := setup(t)
	b.known(t)
	post := func(account int64) (code accounts.Code) {
		t.Helper()
		err := pgx.BeginFunc(t.Context(), b.db, func(tx pgx.Tx) (err error) {
			code, _, err = b.register.PostCodeTx(t.Context(), tx, b.me, account)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return code
	}
	c, code := b.begin(t), post(b.account)
	read := func(text string, year int) bool {
		t.Helper()
		right, err := b.log.ReadLetter(t.Context(), b.me, c.ID, text, services.Day{Y: year, M: 3, D: 5})
		if err != nil {
			t.Fatal(err)
		}
		return right
	}
	if read(b.register.CodeText(code.ID), 1945) || read("BBBB-BBBB-BBBB", 1944) {
		t.Error("what is wrong is right")
	}
	mine := b.account
	b.margaret(t) // somebody else with the same date of birth
	if theirs := post(b.account); read(b.register.CodeText(theirs.ID), 1944) || len(b.provenBy(t, c)) > 0 {
		t.Error("another person's code proves this one")
	}
	b.account = mine
	if !read(b.register.CodeText(code.ID), 1944) || !slices.Equal(b.provenBy(t, c), []string{ByLetter}) {
		t.Error("their own code does not")
	}
}

// The proof is of one person: it goes when the conversation turns out to be about another, and stays when only the draft is known.
func TestAProofIsOfOnePerson(t *testing.T) {
	b := setup(t)
	b.known(t)
	c := b.begin(t)
	if !b.answers(t, c, b.sheet(t, c), says) {
		t.Fatal("not enough")
	}
	var other int64
	if err := b.db.QueryRow(t.Context(), `insert into accounts (full_name, created_door) values ('Huw Ellis', 'phone') returning id`).Scan(&other); err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		account int64
		proven  bool
	}{{0, true}, {b.account, true}, {other, false}} {
		if err := b.log.About(t.Context(), b.me, c.ID, step.account, 0); err != nil {
			t.Fatal(err)
		}
		if proven := len(b.provenBy(t, c)) > 0; proven != step.proven {
			t.Errorf("about %d: %v", step.account, proven)
		}
	}
	if n, err := b.register.Proofs(t.Context(), b.account); err != nil || len(n) != 1 || n[0].Role != audit.Staff {
		t.Errorf("%v, %v", n, err)
	}
}
