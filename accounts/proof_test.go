package accounts

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/proof"
)

func (b bundle) prove(t testing.TB, account int64, e Evidence) (id int64) {
	t.Helper()
	b.tx(t, func(tx pgx.Tx) (err error) {
		id, err = b.reg.AddProofTx(t.Context(), tx, agent, account, e)
		return err
	})
	return id
}

func (b bundle) standing(t testing.TB, account int64, now time.Time) (s proof.Standing) {
	t.Helper()
	b.tx(t, func(tx pgx.Tx) (err error) {
		s, err = StandingTx(t.Context(), tx, account, now)
		return err
	})
	return s
}

func passport(validity, verification int) Evidence {
	return Evidence{Kind: DocumentSeen, Document: "passport", Number: "123 456-789", Checks: []string{"original"},
		Worth: proof.Worth{Piece: proof.Piece{Strength: 4, Validity: validity}, Verification: verification}}
}

var checked = Evidence{Kind: FraudCheck, Worth: proof.Worth{Fraud: 1}}

func TestWhatIsProvenIsDerivedFromAllEvidence(t *testing.T) {
	b := setup(t)
	a := b.create(t, margaret())
	if s := b.standing(t, a.ID, noon); s.Level() != proof.None || len(s.Met()) != 0 {
		t.Errorf("nothing was shown: %+v", s)
	}
	b.prove(t, a.ID, passport(2, 1))
	if s := b.standing(t, a.ID, noon); s.Level() != proof.Low {
		t.Errorf("a passport alone: %+v", s)
	}
	b.prove(t, a.ID, checked)
	b.prove(t, a.ID, Evidence{Kind: Knew, Worth: proof.Worth{Verification: 2}})
	if s := b.standing(t, a.ID, noon); !s.Meets("M1A") || s.Level() != proof.Medium {
		t.Errorf("passport, fraud check, face: %+v", s)
	}
}

func TestTheSameDocumentTwiceIsOnePiece(t *testing.T) {
	b := setup(t)
	a := b.create(t, margaret())
	b.prove(t, a.ID, passport(2, 0))
	again := passport(3, 0)
	again.Number = "123456789"
	b.prove(t, a.ID, again)
	if s := b.standing(t, a.ID, noon); len(s.Pieces) != 1 || s.Pieces[0] != (proof.Piece{Strength: 4, Validity: 3}) {
		t.Errorf("one passport: %+v", s)
	}
	other := passport(1, 0)
	other.Number = "987654321"
	b.prove(t, a.ID, other)
	p2, _ := proof.From(proof.P2)
	b.prove(t, a.ID, Evidence{Kind: OneLogin, Method: "P2", Worth: p2})
	if s := b.standing(t, a.ID, noon); len(s.Pieces) != 2 || s.Verification != 2 {
		t.Errorf("two passports, and One Login that saw one: %+v", s)
	}
}

func TestEvidenceRunsOutAtTheEndOfItsDay(t *testing.T) {
	b := setup(t)
	a := b.create(t, margaret())
	e := passport(2, 2)
	e.Expires = noon.AddDate(0, 0, 1)
	b.prove(t, a.ID, e)
	for _, c := range []struct {
		at   time.Time
		want int
	}{{noon, 1}, {noon.AddDate(0, 0, 1).Add(11*time.Hour + 59*time.Minute), 1}, {noon.AddDate(0, 0, 1).Add(12 * time.Hour), 0}} {
		if s := b.standing(t, a.ID, c.at); len(s.Pieces) != c.want {
			t.Errorf("at %s: %+v", c.at, s)
		}
	}
}

// A person may have two accounts; what is proven of one is proven of the other while they are joined, and no longer.
func TestEvidenceIsOfThePerson(t *testing.T) {
	b := setup(t)
	a, other := b.create(t, margaret()), b.create(t, Details{FullName: "M Ellis"})
	b.prove(t, a.ID, passport(2, 2))
	join := func(to any) {
		if _, err := b.db.Exec(t.Context(), `update accounts set joined_to = $1 where id = $2`, to, other.ID); err != nil {
			t.Fatal(err)
		}
	}
	join(a.ID)
	if s := b.standing(t, other.ID, noon); len(s.Pieces) != 1 {
		t.Errorf("joined: %+v", s)
	}
	join(nil)
	if s := b.standing(t, other.ID, noon); len(s.Pieces) != 0 {
		t.Errorf("parted: %+v", s)
	}
}

func TestWithdrawnEvidenceStaysAndCountsNoMore(t *testing.T) {
	b := setup(t)
	a := b.create(t, margaret())
	id := b.prove(t, a.ID, passport(2, 2))
	if err := b.reg.WithdrawProof(t.Context(), agent, id, " "); !errors.Is(err, ErrInvalid) {
		t.Errorf("without a reason: %v", err)
	}
	for range 2 {
		if err := b.reg.WithdrawProof(t.Context(), agent, id, "It was her sister's"); err != nil {
			t.Fatal(err)
		}
	}
	if s := b.standing(t, a.ID, noon); len(s.Pieces) != 0 {
		t.Errorf("it counts: %+v", s)
	}
	all, err := b.reg.Proofs(t.Context(), a.ID)
	if err != nil || len(all) != 1 || all[0].Out != "withdrawn" || all[0].Ending != "789" {
		t.Errorf("%+v, %v", all, err)
	}
	if n := b.count(t, `select count(*) from audit_log where verb = 'account.proof_withdrawn'`); n != 1 {
		t.Errorf("%d audit lines", n)
	}
	if err := b.reg.WithdrawProof(t.Context(), agent, id+1, "x"); !errors.Is(err, ErrNotFound) {
		t.Errorf("no such evidence: %v", err)
	}
}

func TestEvidenceIsNeverEditedAndHidesItsNumbers(t *testing.T) {
	b := setup(t)
	a := b.create(t, margaret())
	e := Evidence{Kind: Vouched, Number: "", Worth: proof.Worth{Piece: proof.Piece{Strength: 2, Validity: 2}}, Voucher: &Voucher{
		Name: "Dr Ann Harris", Position: "doctor", Registered: "C7654321", Phone: "+442079460001", IdentifiedBy: "register",
		Relationship: "her GP", KnownSince: *born(2015, 1, 1), Method: "in-person"}}
	b.prove(t, a.ID, passport(2, 2))
	b.prove(t, a.ID, e)
	for _, sql := range []string{`update account_proofs set strength = 4`, `delete from account_proofs`, `update account_proofs set account_id = 1, expires_on = null`,
		`update account_vouchers set full_name = 'Somebody'`, `delete from account_vouchers`} {
		if _, err := b.db.Exec(t.Context(), sql); err == nil {
			t.Errorf("%s: done", sql)
		}
	}
	if _, err := b.db.Exec(t.Context(), `update account_proofs set number = number`); err != nil {
		t.Errorf("renewing the seal: %v", err)
	}
	var text string
	if err := b.db.QueryRow(t.Context(), `
		select string_agg(x, ' ') from (select p::text x from account_proofs p union all select v::text from account_vouchers v) t`).Scan(&text); err != nil {
		t.Fatal(err)
	}
	for _, number := range []string{"123456789", "C7654321", "9460001"} {
		if strings.Contains(text, number) {
			t.Errorf("%s stands in the database", number)
		}
	}
}

func TestOneVoucherIsOnePiece(t *testing.T) {
	b := setup(t)
	a := b.create(t, Details{FullName: "Tomos Price"})
	vouch := func(name string) {
		b.prove(t, a.ID, Evidence{Kind: Vouched, Worth: proof.Worth{Piece: proof.Piece{Strength: 2, Validity: 2}},
			Voucher: &Voucher{Name: name, Position: "social-worker", IdentifiedBy: "register", KnownSince: *born(2020, 1, 1), Method: "in-person"}})
	}
	vouch("Bethan Jones")
	vouch("bethan  jones")
	if s := b.standing(t, a.ID, noon); len(s.Pieces) != 1 {
		t.Errorf("one voucher: %+v", s)
	}
	vouch("Samira Khan")
	if s := b.standing(t, a.ID, noon); len(s.Pieces) != 2 {
		t.Errorf("two vouchers: %+v", s)
	}
}

func TestEvidenceIsTakenByWhoMaySeeTheAccount(t *testing.T) {
	b := setup(t)
	a := b.create(t, margaret())
	if _, err := b.db.Exec(t.Context(), `update accounts set restricted = true where id = $1`, a.ID); err != nil {
		t.Fatal(err)
	}
	for _, by := range []audit.Actor{agent, {Role: audit.Citizen, ID: a.ID + 1, Door: channels.Web}, {Role: audit.Helper, ID: 9, For: a.ID + 1, Door: channels.Web}} {
		err := pgx.BeginFunc(t.Context(), b.db, func(tx pgx.Tx) error {
			_, err := b.reg.AddProofTx(t.Context(), tx, by, a.ID, checked)
			return err
		})
		if !errors.Is(err, ErrNotFound) {
			t.Errorf("%s %d: %v", by.Role, by.ID, err)
		}
	}
}
