package phone

import (
	"errors"
	"slices"
	"testing"

	"github.com/samedoor/samedoor/channels"
)

// known puts into the record what a person can be asked, long before they ring.
func (b bundle) known(t *testing.T) {
	t.Helper()
	for _, sql := range []string{
		`update accounts set date_of_birth = '1944-03-05', created_at = now() - interval '1 day' where id = $1`,
		`insert into account_addresses (account_id, lines, postcode, since) values ($1, '{1 High Street}', 'ZA1 1AA', now() - interval '1 day')`,
	} {
		if _, err := b.db.Exec(t.Context(), sql, b.account); err != nil {
			t.Fatal(err)
		}
	}
}

func TestWhoSomebodyIsIsProvenByTwoThingsOfTheirRecord(t *testing.T) {
	b := setup(t)
	b.known(t)
	c := b.begin(t)
	if can, err := b.log.Proofs(t.Context(), b.me, c.ID); err != nil || !slices.Equal(can, []string{KnowsBirth, KnowsPostcode}) {
		t.Fatalf("can be asked %v, %v", can, err)
	}
	for _, w := range []struct {
		knew []string
		code string
	}{{nil, "required"}, {[]string{KnowsBirth}, "required"}, {[]string{KnowsBirth, KnowsBirth}, "required"}, {[]string{KnowsBirth, KnowsNINO}, "not-known"},
		{[]string{DocumentSeen}, "not-known"}, {[]string{"eyes"}, "not-known"}} {
		problems, err := b.log.Prove(t.Context(), b.me, c.ID, w.knew)
		if err != nil || len(problems) != 1 || problems[0].Code != w.code {
			t.Errorf("%v: %v, %v, want %s", w.knew, problems, err, w.code)
		}
	}
	if problems, err := b.log.Prove(t.Context(), b.me, c.ID, []string{KnowsPostcode, KnowsBirth}); err != nil || len(problems) > 0 {
		t.Fatalf("refused: %v, %v", problems, err)
	}
	read, err := b.log.Read(t.Context(), b.me, c.ID)
	if err != nil || read.ProvenAt == nil || !slices.Equal(read.ProvenBy, []string{KnowsBirth, KnowsPostcode}) {
		t.Errorf("contact %+v, %v", read, err)
	}
	var n int
	if err := b.db.QueryRow(t.Context(), `select count(*) from audit_log where verb = 'account.proven-by-staff' and account_id = $1`, b.account).Scan(&n); err != nil || n != 1 {
		t.Errorf("%d audit lines, %v", n, err)
	}
	if problems, err := b.log.Prove(t.Context(), b.other, c.ID, []string{KnowsBirth, KnowsPostcode}); !errors.Is(err, ErrNotFound) {
		t.Errorf("by a colleague: %v, %v", problems, err)
	}
}

// A record made from what somebody said a minute ago cannot be held against them.
func TestWhatWasToldInThisCallProvesNothing(t *testing.T) {
	b := setup(t)
	b.known(t)
	c := b.begin(t)
	for _, sql := range []string{`update accounts set created_at = now() where id = $1`, `update account_addresses set since = now() where account_id = $1`} {
		if _, err := b.db.Exec(t.Context(), sql, b.account); err != nil {
			t.Fatal(err)
		}
	}
	if can, err := b.log.Proofs(t.Context(), b.me, c.ID); err != nil || len(can) != 0 {
		t.Errorf("can be asked %v, %v", can, err)
	}
	at, problems, err := b.log.Begin(t.Context(), b.me, Contact{Door: channels.Counter, Reason: "apply", Account: b.account})
	if err != nil || len(problems) > 0 {
		t.Fatal(problems, err)
	}
	if problems, err := b.log.Prove(t.Context(), b.me, at.ID, []string{DocumentSeen}); err != nil || len(problems) > 0 {
		t.Errorf("a document across the counter: %v, %v", problems, err)
	}
}

// The proof is of one person: it goes when the conversation turns out to be about another, and stays when only the draft is known.
func TestAProofIsOfOnePerson(t *testing.T) {
	b := setup(t)
	b.known(t)
	c := b.begin(t)
	if problems, err := b.log.Prove(t.Context(), b.me, c.ID, []string{KnowsPostcode, KnowsBirth}); err != nil || len(problems) > 0 {
		t.Fatal(problems, err)
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
		if read, err := b.log.Read(t.Context(), b.me, c.ID); err != nil || (read.ProvenAt != nil) != step.proven || (len(read.ProvenBy) > 0) != step.proven {
			t.Errorf("about %d: %+v, %v", step.account, read, err)
		}
	}
}
