package phone

import (
	"testing"
	"time"
)

func TestNobodyIsPromisedACallThatIsNotSafe(t *testing.T) {
	b := setup(t)
	if _, err := b.db.Exec(t.Context(), `insert into account_needs (account_id, safe_call) values ($1, 'no')`, b.account); err != nil {
		t.Fatal(err)
	}
	c := b.begin(t)
	slot := eve.Truncate(time.Hour).Add(30 * time.Minute)
	problems, err := b.log.End(t.Context(), b.me, c.ID, Ending{Outcome: WeRingBack, RingBack: slot})
	if err != nil || len(problems) != 1 || problems[0].Field != "outcome" || problems[0].Code != "not-safe" {
		t.Errorf("a call was promised: %v, %v", problems, err)
	}
	if read, err := b.log.Read(t.Context(), b.me, c.ID); err != nil || read.EndedAt != nil {
		t.Errorf("the contact has ended: %+v, %v", read, err)
	}
}

// A call promised before a person became restricted is not lost: who is cleared still sees it.
func TestACallOwedToARestrictedPersonIsForWhoIsCleared(t *testing.T) {
	b := setup(t)
	slot := eve.Truncate(time.Hour).Add(30 * time.Minute)
	if _, err := b.log.End(t.Context(), b.me, b.begin(t).ID, Ending{Outcome: WeRingBack, RingBack: slot}); err != nil {
		t.Fatal(err)
	}
	if _, err := b.db.Exec(t.Context(), `update accounts set restricted = true where id = $1`, b.account); err != nil {
		t.Fatal(err)
	}
	if _, err := b.db.Exec(t.Context(), `update staff set role = 'leader' where id = $1`, b.other.ID); err != nil {
		t.Fatal(err)
	}
	if owed, err := b.log.Callbacks(t.Context(), b.me); err != nil || len(owed) != 0 {
		t.Errorf("an agent sees it: %v, %v", owed, err)
	}
	if owed, err := b.log.Callbacks(t.Context(), b.other); err != nil || len(owed) != 1 {
		t.Errorf("a leader does not: %v, %v", owed, err)
	}
}
