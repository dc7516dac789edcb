package signin_test

import (
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/signin"
)

// When two people are parted, nobody stays signed in as either, and it is asked whose a way to sign in is that was made meanwhile.
func TestPartingEndsWhoIsSignedIn(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.register.Keepers = append(b.register.Keepers, signin.Keeper())
	agent := audit.Actor{Role: audit.Staff, ID: 7, Agency: 1, Door: channels.Counter}
	mary, david := b.mary.ID, b.david.ID
	join, problems, err := b.register.Join(t.Context(), agent, mary, david, accounts.Grounds{Why: "a mistake"})
	must(t, err)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	sessions := signin.NewSessions(b.db)
	s, err := sessions.Begin(t.Context(), signin.Entering{Account: david, Method: signin.ByText}, b.now)
	must(t, err)
	if s.Account != mary {
		t.Errorf("signed in as %d, want the one who stands for both", s.Account)
	}
	_, err = b.db.Exec(t.Context(), `insert into account_credentials (account_id, kind, handle, made_at) values ($1, 'passkey', 'x', $2)`, mary, time.Now())
	must(t, err)
	parted, _, err := b.register.Part(t.Context(), agent, join, "two people")
	must(t, err)
	var open int
	must(t, b.db.QueryRow(t.Context(), `select count(*) from account_sessions where ended_at is null`).Scan(&open))
	if open != 0 {
		t.Errorf("%d are still signed in", open)
	}
	came, err := b.register.Placings(t.Context(), agent, join)
	must(t, err)
	if parted.Left != 1 || len(came) != 1 || came[0].Kind != "credential" {
		t.Fatalf("%+v", came)
	}
	must(t, pgx.BeginFunc(t.Context(), b.db, func(tx pgx.Tx) error {
		_, err := b.register.PlaceTx(t.Context(), tx, agent, came[0], true)
		return err
	}))
	var whose int64
	must(t, b.db.QueryRow(t.Context(), `select account_id from account_credentials`).Scan(&whose))
	if whose != david {
		t.Errorf("the passkey is of %d, want %d", whose, david)
	}
}
