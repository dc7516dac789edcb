package sms

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/riverqueue/river"

	"github.com/samedoor/samedoor/lang"
)

// Reports in every order and doubled end in the same state, and the state never goes back on the way.
func TestStatusOrders(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.invited(lang.En)
	b.work()
	sid := b.twilio.Sent(phone)[0].SID
	for _, c := range []struct {
		reports []string
		want    string
	}{
		{[]string{"queued", "sent", "delivered"}, "delivered"},
		{[]string{"sent", "sending", "undelivered:30007"}, "undelivered"},
		{[]string{"sent", "undelivered:30007", "delivered", "delivered"}, "delivered"},
		{[]string{"failed:30007", "sent"}, "failed"},
		{[]string{"accepted", "sent", "read"}, "delivered"},
		{[]string{"sent", "canceled", "whatever"}, "canceled"},
	} {
		for _, order := range permutations(c.reports) {
			b.exec(`delete from sms_statuses`)
			b.exec(`update sms_messages set state = 'sent', done_at = null where sid = @sid`, "sid", sid)
			best := 0
			for _, report := range order {
				if err := b.twilio.Report(t.Context(), sid, report); err != nil {
					t.Fatal(err)
				}
				b.work()
				now := rank(b.state(b.only()))
				if now < best {
					t.Fatalf("%v: after %s the state went back", order, report)
				}
				best = now
			}
			if got := b.state(b.only()); got != c.want {
				t.Errorf("%v ends as %s, want %s", order, got, c.want)
			}
		}
	}
}

func permutations(list []string) [][]string {
	if len(list) < 2 {
		return [][]string{list}
	}
	var out [][]string
	for i, first := range list {
		rest := slices.Concat(list[:i], list[i+1:])
		for _, p := range permutations(rest) {
			out = append(out, append([]string{first}, p...))
		}
	}
	return out
}

// Delivery shows on the timeline once, however often it is reported.
func TestDeliveredOnce(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.invited(lang.En)
	b.work()
	sid := b.twilio.Sent(phone)[0].SID
	for range 3 {
		if err := b.twilio.Report(t.Context(), sid, "delivered", "sent"); err != nil {
			t.Fatal(err)
		}
		b.work()
	}
	if n := b.events("text-delivered"); n != 1 {
		t.Errorf("%d events", n)
	}
}

// A report that overtakes the answer of the call is not lost.
func TestReportOvertakes(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.invited(lang.En)
	b.workOne()
	m, err := b.begin(t.Context(), b.only())
	if err != nil {
		t.Fatal(err)
	}
	sid, err := b.c.Sender.Send(t.Context(), m.way, b.codeIn(m.Body, m.Code))
	if err != nil {
		t.Fatal(err)
	}
	if err := b.twilio.Report(t.Context(), sid, "delivered"); err != nil {
		t.Fatal(err)
	}
	b.exec(`delete from river_job where kind = 'sms-send'`) // it is us who send here
	b.work()
	if err := b.Desk.sent(t.Context(), m, sid); err != nil {
		t.Fatal(err)
	}
	if got := b.state(m.ID); got != "delivered" {
		t.Errorf("state %s", got)
	}
}

// What networks report after accepting leads to another try, or to another door.
func TestUndelivered(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		code      int
		sendings  int
		dead      bool
		stopped   bool
		untilNext time.Duration
	}{
		{code: 30003, sendings: mostSendings, untilNext: time.Hour},
		{code: 30008, sendings: mostSendings, untilNext: 11 * time.Minute},
		{code: 30005, sendings: 1, dead: true},
		{code: 30006, sendings: 1, dead: true},
		{code: 30007, sendings: 1},
		{code: 21610, sendings: 1, stopped: true},
	} {
		t.Run(fmt.Sprint(c.code), func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			b.invited(lang.En)
			b.work()
			for range mostSendings + 1 {
				for _, m := range b.twilio.Sent(phone) {
					if err := b.twilio.Report(t.Context(), m.SID, fmt.Sprintf("undelivered:%d", c.code)); err != nil {
						t.Fatal(err)
					}
				}
				b.work()
				b.clock.Add(c.untilNext)
				b.work()
			}
			if n := len(b.twilio.Sent(phone)); n != c.sendings {
				t.Errorf("sent %d times, want %d", n, c.sendings)
			}
			bodies := map[string]bool{}
			for _, m := range b.twilio.Sent(phone) {
				bodies[m.Body] = true
			}
			if len(bodies) != 1 {
				t.Error("it was not the same text each time")
			}
			if b.tasks("text-failed") != 1 || b.letters() != 1 {
				t.Errorf("%d tasks, %d letters, want one of each", b.tasks("text-failed"), b.letters())
			}
			if got := b.count(`account_contacts where kind = 'mobile' and dead`) > 0; got != c.dead {
				t.Errorf("dead: %t", got)
			}
			if got := b.count(`sms_conversations where stopped_at is not null`) > 0; got != c.stopped {
				t.Errorf("stopped: %t", got)
			}
		})
	}
}

// A job for a report of a message that is not ours ends after a while.
func TestReportOfNobody(t *testing.T) {
	t.Parallel()
	b := setup(t)
	var wait *river.JobSnoozeError
	if err := b.settle(t.Context(), "SMnone", b.clock.Now()); !errors.As(err, &wait) {
		t.Errorf("a new report of an unknown message: %v", err)
	}
	if err := b.settle(t.Context(), "SMnone", b.clock.Now().Add(-time.Hour)); err != nil {
		t.Errorf("an old one: %v", err)
	}
}
