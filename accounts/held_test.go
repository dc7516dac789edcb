package accounts

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
)

// ages has the record stand there for a month already.
func (b bundle) ages(t testing.TB) {
	t.Helper()
	for _, sql := range []string{`update accounts set created_at = $1`, `update account_contacts set since = $1`, `update account_addresses set since = $1`,
		`update account_names set since = $1`} {
		if _, err := b.db.Exec(t.Context(), sql, noon.AddDate(0, -2, 0)); err != nil {
			t.Fatal(err)
		}
	}
}

func (b bundle) held(t testing.TB, account int64, before time.Time) map[string]func(string) bool {
	t.Helper()
	all := map[string]func(string) bool{}
	b.tx(t, func(tx pgx.Tx) error {
		held, err := b.reg.HeldTx(t.Context(), tx, account, before)
		for _, h := range held {
			all[h.Kind] = h.Right
		}
		return err
	})
	return all
}

func TestWhatACallerCanBeAsked(t *testing.T) {
	b := setup(t)
	d := margaret()
	d.Previous = "Margaret Prosser"
	a := b.create(t, d)
	if held := b.held(t, a.ID, noon.AddDate(0, 0, -30)); len(held) != 0 {
		t.Errorf("told a moment ago: %v", held)
	}
	b.ages(t)
	held := b.held(t, a.ID, noon.AddDate(0, 0, -30))
	for _, c := range []struct{ kind, right, wrong string }{
		{AskBirth, "5 March 1944", "5 March 1945"}, {AskBirth, "05/03/44", "03/05/44"}, {AskPostcode, "za1 1aa", "ZA1 1AB"},
		{AskMobile, "0123", "123"}, {AskMobile, "07700 900123 0123", "9999"}, {AskLandline, "0456", "0455"}, {AskNINO, "456A", "123456"},
		{AskFormerName, "Prosser", "Ellis"}, {AskFormerName, "margaret  prosser", "Margaret"},
	} {
		right := held[c.kind]
		if right == nil {
			t.Errorf("%s is not asked", c.kind)
			continue
		}
		if c.right != "07700 900123 0123" && !right(c.right) {
			t.Errorf("%s: %q is not right", c.kind, c.right)
		}
		for _, wrong := range []string{c.wrong, "", " "} {
			if right(wrong) {
				t.Errorf("%s: %q is right", c.kind, wrong)
			}
		}
	}
	if held[AskOldPost] != nil {
		t.Error("a former postcode is asked of who has none")
	}
}

// A caller who changed the record last week is not asked for what they put there, nor for what may have been changed with it.
func TestWhatAnyCallerGaveLatelyIsNotAsked(t *testing.T) {
	b := setup(t)
	a := b.create(t, margaret())
	b.ages(t)
	d := margaret()
	d.Address, d.Mobile = at("ZA1 2BB"), "07700 900777"
	if p, err := b.reg.Update(t.Context(), agent, a.ID, a.Rev, d); err != nil || len(p) > 0 {
		t.Fatal(p, err)
	}
	held := b.held(t, a.ID, noon.AddDate(0, 0, -30))
	if len(held) != 1 || held[AskLandline] == nil {
		t.Errorf("asked %v, want only what is older than the change", held)
	}
}

func TestWhatALineGivesAway(t *testing.T) {
	t.Parallel()
	for line, want := range map[string][]string{
		"":                                {},
		"margaret ellis 5 3 44":           {AskBirth, AskFormerName},
		"za1 1aa":                         {AskOldPost, AskPostcode},
		"07700 900123":                    {AskLandline, AskMobile},
		"QQ123456A":                       {AskNINO},
		"ellis za1 1aa 05/03/1944 0123":   {AskBirth, AskFormerName, AskOldPost, AskLandline, AskMobile, AskPostcode},
		"margaret@example.org":            {},
		"a line of nothing much at all 1": {AskFormerName},
	} {
		slices.Sort(want)
		if got := Told(line, today); !slices.Equal(got, want) {
			t.Errorf("%q tells %v, want %v", line, got, want)
		}
	}
}

// texted are the digits that were texted last.
func (b bundle) texted(t testing.TB) string {
	t.Helper()
	var words string
	if err := b.db.QueryRow(t.Context(), `select words::text from account_notices where kind = 'proof.digits' order by id desc limit 1`).Scan(&words); err != nil {
		t.Fatal(err)
	}
	return regexp.MustCompile(`\d{6}`).FindString(words)
}

func (b bundle) contact(t testing.TB, account int64) (id int64) {
	t.Helper()
	err := b.db.QueryRow(t.Context(), `
		with agency as (insert into agencies (slug, name_en, name_cy) values ('anytown', 'Anytown', 'Anytown') returning id),
		     member as (insert into staff (agency_id, username, display_name, role, password_hash) select id, 'sian', 'Siân', 'agent', 'none' from agency returning id, agency_id)
		insert into contacts (agency_id, staff_id, door, reason, account_id) select agency_id, id, 'phone', 'apply', $1 from member returning id`, account).Scan(&id)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestDigitsByTextAreReadBackOnce(t *testing.T) {
	b := setup(t)
	a := b.create(t, margaret())
	contact, now := b.contact(t, a.ID), noon
	b.reg.Now = func() time.Time { return now }
	send := func() (why Refusal, err error) {
		err = pgx.BeginFunc(t.Context(), b.db, func(tx pgx.Tx) error {
			why, err = b.reg.TextDigitsTx(t.Context(), tx, nobodys, a.ID, contact)
			return err
		})
		return why, err
	}
	read := func(typed string) (bool, error) {
		return b.reg.ReadDigits(t.Context(), nobodys, a.ID, contact, typed, func(pgx.Tx) error { return nil })
	}
	if why, err := send(); err != nil || why != NumberTooNew {
		t.Fatalf("a number just given: %q, %v", why, err)
	}
	b.ages(t)
	if right, err := read("123456"); err != nil || right {
		t.Errorf("before any was sent: %v, %v", right, err)
	}
	if why, err := send(); err != nil || why != ReachOK {
		t.Fatalf("%q, %v", why, err)
	}
	digits := b.texted(t)
	wrong := strings.Map(func(r rune) rune { return '0' + (r-'0'+1)%10 }, digits)
	for range 2 {
		if right, err := read(wrong); err != nil || right {
			t.Errorf("wrong digits: %v, %v", right, err)
		}
	}
	if right, err := read(digits[:3] + " " + digits[3:]); err != nil || !right {
		t.Errorf("the right digits: %v, %v", right, err)
	}
	if right, err := read(digits); err != nil || right {
		t.Errorf("a second time: %v, %v", right, err)
	}
	if s := b.standing(t, a.ID, now); s.Verification != 1 {
		t.Errorf("%+v", s)
	}
}

func TestDigitsByTextRunOutAndAreGuessedThreeTimes(t *testing.T) {
	b := setup(t)
	a := b.create(t, margaret())
	b.ages(t)
	contact, now := b.contact(t, a.ID), noon
	b.reg.Now = func() time.Time { return now }
	send := func() (why Refusal, err error) {
		err = pgx.BeginFunc(t.Context(), b.db, func(tx pgx.Tx) error {
			why, err = b.reg.TextDigitsTx(t.Context(), tx, nobodys, a.ID, contact)
			return err
		})
		return why, err
	}
	read := func(typed string) (bool, error) {
		return b.reg.ReadDigits(t.Context(), nobodys, a.ID, contact, typed, func(pgx.Tx) error { return nil })
	}
	if _, err := send(); err != nil {
		t.Fatal(err)
	}
	first := b.texted(t)
	now = now.Add(10 * time.Minute)
	if right, err := read(first); err != nil || right {
		t.Errorf("after ten minutes: %v, %v", right, err)
	}
	if _, err := send(); err != nil {
		t.Fatal(err)
	}
	second := b.texted(t)
	if first == second {
		t.Fatal("the same digits twice")
	}
	for range 3 {
		if right, err := read(first); err != nil || right {
			t.Errorf("the former digits: %v, %v", right, err)
		}
	}
	if _, err := read(second); !errors.Is(err, ErrThrottled) {
		t.Errorf("a fourth guess: %v", err)
	}
	if _, err := send(); err != nil {
		t.Fatal(err)
	}
	if _, err := send(); !errors.Is(err, ErrThrottled) {
		t.Errorf("a fourth text: %v", err)
	}
}

func TestProofIsTriedSoManyTimesADay(t *testing.T) {
	b := setup(t)
	a := b.create(t, margaret())
	for i := range provesByAccount {
		if err := b.reg.TryProof(t.Context(), audit.Actor{Role: audit.Staff, ID: int64(i + 1)}, a.ID); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.reg.TryProof(t.Context(), audit.Actor{Role: audit.Staff, ID: 99}, a.ID); !errors.Is(err, ErrThrottled) {
		t.Errorf("another member of staff: %v", err)
	}
	if err := b.reg.ProofTried(t.Context(), agent, a.ID); err != nil {
		t.Fatal(err)
	}
	if err := b.reg.TryProof(t.Context(), agent, a.ID); err != nil {
		t.Errorf("after it was the right person: %v", err)
	}
}
