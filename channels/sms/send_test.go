package sms

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/internal/fake"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

// only is the id of the only outbound message there is.
func (b *bench) only() (id int64) {
	b.t.Helper()
	b.row(&id, `select id from sms_messages where direction = 'out' and retry_of is null`)
	return id
}

func (b *bench) letters() int {
	return b.count(`letters where kind = 'continue'`)
}

func (b *bench) tasks(kind string) int { return b.count(`tasks where kind = @kind`, "kind", kind) }

func (b *bench) events(kind string) int { return b.count(`events where kind = @kind`, "kind", kind) }

// Every way a text can go wrong at the call, and what must come of it.
func TestSendingFaults(t *testing.T) {
	t.Parallel()
	refuse := func(code int) fake.Fault { return fake.Fault{Do: fake.Refuse, Code: code} }
	for _, c := range []struct {
		name     string
		fault    fake.Fault
		times    int
		after    time.Duration // until it is looked at again
		state    string
		sent     int // texts at Twilio in the end
		tasks    int // text-failed
		letters  int
		dead     bool // the number is not texted again
		stopped  bool
		deferred bool // not sent at first
	}{
		{name: "nothing", state: "sent", sent: 1},
		{name: "too many requests", fault: refuse(20429), times: 3, after: time.Hour, state: "sent", sent: 1, deferred: true},
		{name: "wrong credentials", fault: refuse(20003), times: 2, after: time.Hour, state: "sent", sent: 1, deferred: true},
		{name: "queue full", fault: refuse(21611), times: 1, after: time.Hour, state: "sent", sent: 1, deferred: true},
		{name: "opted out", fault: refuse(21610), state: "failed", tasks: 1, letters: 1, stopped: true},
		{name: "not a number", fault: refuse(21211), state: "failed", tasks: 1, letters: 1, dead: true},
		{name: "not a mobile", fault: refuse(21614), state: "failed", tasks: 1, letters: 1, dead: true},
		{name: "landline", fault: refuse(30006), state: "failed", tasks: 1, letters: 1, dead: true},
		{name: "cut after accepting", fault: fake.Fault{Do: fake.Close}, times: 1, after: time.Hour, state: "sent", sent: 1, deferred: true},
		{name: "server error", fault: refuse(20500), times: 1, after: time.Hour, state: "sent", sent: 1, deferred: true},
		{name: "refused for days", fault: refuse(20429), after: 25 * time.Hour, state: "failed", tasks: 1, letters: 1, deferred: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			if c.fault.Do != fake.Pass {
				b.twilio.Fail(fake.Rule{Times: c.times, Fault: c.fault})
			}
			account, _ := b.invited(lang.En)
			b.work()
			if c.deferred && b.state(b.only()) == c.state {
				t.Fatalf("%s at once", c.state)
			}
			for range 6 {
				b.clock.Add(c.after / 6)
				b.work()
			}
			if got := b.state(b.only()); got != c.state {
				t.Errorf("state %s, want %s", got, c.state)
			}
			if got := len(b.twilio.Sent(phone)); got != c.sent {
				t.Errorf("%d texts at Twilio, want %d", got, c.sent)
			}
			if got := b.tasks("text-failed"); got != c.tasks || b.events("text-failed") != c.tasks {
				t.Errorf("%d tasks, %d events, want %d", got, b.events("text-failed"), c.tasks)
			}
			if got := b.letters(); got != c.letters {
				t.Errorf("%d letters instead, want %d", got, c.letters)
			}
			if got := b.count(`account_contacts where account_id = @a and kind = 'mobile' and dead`, "a", account) > 0; got != c.dead {
				t.Errorf("number dead: %t, want %t", got, c.dead)
			}
			if got := b.count(`sms_conversations where stopped_at is not null`) > 0; got != c.stopped {
				t.Errorf("number stopped: %t, want %t", got, c.stopped)
			}
		})
	}
}

// A call that hangs is given up by its context, and the text it left at Twilio is found, not sent again.
func TestHangingCall(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.twilio.Fail(fake.Rule{Times: 1, Fault: fake.Fault{Do: fake.Hang}})
	b.invited(lang.En)
	b.workOne() // the notice
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error)
	go func() { done <- b.send(ctx, b.only()) }()
	b.twilio.Changes(context.Background(), phone, 0) // it was accepted
	cancel()
	if err := <-done; err == nil {
		t.Fatal("a cut call was taken for a good one")
	}
	if got := b.state(b.only()); got != "sending" {
		t.Fatalf("state %s: that a call was under way must be on disk", got)
	}
	b.clock.Add(time.Minute)
	b.work()
	if got := b.state(b.only()); got != "sent" || len(b.twilio.Sent(phone)) != 1 {
		t.Errorf("state %s, %d texts at Twilio", got, len(b.twilio.Sent(phone)))
	}
}

// Killed between the commit and the call: nothing reached Twilio, and after a while it is sent, once.
func TestKilledBeforeTheCall(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.invited(lang.En)
	b.workOne()
	if m, err := b.begin(t.Context(), b.only()); err != nil || m.State != "sending" {
		t.Fatal(m.State, err)
	}
	b.work()
	if n := len(b.twilio.Sent(phone)); n != 0 {
		t.Fatalf("%d texts before it was certain that none had been taken", n)
	}
	b.clock.Add(settleTime)
	b.work()
	if n := len(b.twilio.Sent(phone)); n != 1 || b.state(b.only()) != "sent" {
		t.Errorf("%d texts, state %s", n, b.state(b.only()))
	}
}

// Two texts with one body: the one that was cut off must not be taken for the other.
func TestSameBodyTwice(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.says(phone, "hello")
	b.twilio.Fail(fake.Rule{Times: 1, Fault: fake.Fault{Do: fake.Close}})
	b.says(phone, "hello")
	b.clock.Add(time.Hour)
	b.work()
	if n := len(b.twilio.Sent(phone)); n != 2 || b.count(`sms_messages where direction = 'out' and state = 'sent'`) != 2 {
		t.Errorf("%d texts at Twilio, %d sent", n, b.count(`sms_messages where direction = 'out' and state = 'sent'`))
	}
}

// Every job run twice does its work once.
func TestJobsRunTwice(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.invited(lang.En)
	b.work()
	b.says(phone, "TEXT")
	b.says(phone, "5 3 1944")
	b.says(phone, "1")
	texts, jobs := len(b.twilio.Messages(phone)), b.count(`river_job where kind in ('notice', 'sms-send', 'sms-inbound')`)
	b.exec(`update river_job set state = 'available', finalized_at = null`)
	b.work()
	if n := len(b.twilio.Messages(phone)); n != texts {
		t.Errorf("%d texts after all %d jobs ran again, before %d", n, jobs, texts)
	}
	if n := b.count(`answers`); n != 1 {
		t.Errorf("%d answers", n)
	}
}

// What changed between queueing and sending is asked anew.
func TestMayTextIsAskedAgain(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change  func(b *bench, account int64)
		letters int
		tasks   int
	}{
		"not safe": {func(b *bench, account int64) {
			b.setNeeds(account, func(n *accounts.Needs) { n.SafeText = accounts.No })
		}, 1, 1},
		"no paper either": {func(b *bench, account int64) {
			b.setNeeds(account, func(n *accounts.Needs) { n.SafeText, n.SafeWrite = accounts.No, accounts.No })
		}, 0, 1},
		"dead": {func(b *bench, account int64) { b.exec(`update accounts set died_on = '2026-01-02'`) }, 0, 0},
		"other number": {func(b *bench, account int64) {
			b.exec(`update account_contacts set sealed = @sealed where kind = 'mobile'`, "sealed", b.register.Seal(accounts.Phone, "+447700900999"))
		}, 1, 1},
		"stopped": {func(b *bench, account int64) {
			b.exec(`insert into sms_conversations (phone, stopped_at) values (@phone, now())`, "phone", phone)
		}, 1, 1},
		"taken back": {func(b *bench, account int64) { b.exec(`update notices set cancelled_at = now()`) }, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			account, _ := b.invited(lang.En)
			b.workOne() // the notice is a message now
			c.change(b, account)
			b.work()
			var id int64
			b.row(&id, `select id from sms_messages where notice_id is not null`)
			if got := b.state(id); got != "suppressed" {
				t.Errorf("state %s", got)
			}
			if got := b.letters(); got != c.letters {
				t.Errorf("%d letters instead, want %d", got, c.letters)
			}
			if got := b.tasks("text-failed"); got != c.tasks {
				t.Errorf("%d tasks, want %d", got, c.tasks)
			}
			if got := b.twilio.Sent(phone); len(got) != 0 {
				t.Errorf("sent: %v", got)
			}
		})
	}
}

// The code is put in as the text leaves; it is nowhere on disk, and not in what timelines show.
func TestCodeIsNotKept(t *testing.T) {
	t.Parallel()
	b := setup(t)
	_, d := b.invited(lang.En)
	b.work()
	code := b.register.CodeText(1)
	sent := b.twilio.Sent(phone)
	if len(sent) != 1 || !containsText(sent[0].Body, code) {
		t.Fatalf("sent %v, want the code in it", sent)
	}
	if all := b.bodies(); len(all) == 0 || slices.ContainsFunc(all, func(body string) bool { return containsText(body, code) }) {
		t.Error("the code is on disk")
	}
	shown, err := b.ByDraft(t.Context(), d.ID)
	if err != nil || len(shown) != 1 || containsText(shown[0].Body, code) || containsText(shown[0].Body, "{") {
		t.Errorf("shown %v %v", shown, err)
	}
	if shown[0].Segments != Segments(sent[0].Body) {
		t.Errorf("counted %d segments, sent %d", shown[0].Segments, Segments(sent[0].Body))
	}
}

// The sweep finds messages that no job looks after, and no others.
func TestSweep(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.invited(lang.En)
	b.workOne()
	b.exec(`delete from river_job`)
	sweep := func() int {
		if err := b.sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		return b.count(`river_job where kind = 'sms-send'`)
	}
	if n := sweep(); n != 0 {
		t.Errorf("%d jobs for a message of this minute", n)
	}
	b.clock.Add(10 * time.Minute)
	if n := sweep(); n != 1 {
		t.Errorf("%d jobs for a forgotten message", n)
	}
	if n := sweep(); n != 1 {
		t.Errorf("%d jobs after sweeping twice", n)
	}
	b.work()
	if got := b.state(b.only()); got != "sent" {
		t.Errorf("state %s", got)
	}
	b.clock.Add(10 * time.Minute)
	if n := sweep(); n != 1 {
		t.Errorf("a sent message was given a job")
	}
}

// An acknowledgement is not texted to somebody who was told the reference as they sent the application by text.
func TestReferenceIsToldOnce(t *testing.T) {
	t.Parallel()
	b := setup(t)
	account, d := b.invited(lang.En)
	b.exec(`insert into sms_messages (direction, phone, kind, account_id, draft_id, body, state) values ('out', @phone, 'reference', @a, @d, 'x', 'sent')`,
		"phone", phone, "a", account, "d", d.ID)
	b.exec(`insert into notices (account_id, draft_id, kind, phone, lang) values (@a, @d, 'submitted', @phone, 'en')`, "phone", phone, "a", account, "d", d.ID)
	var id int64
	b.row(&id, `select max(id) from notices`)
	if err := b.notice(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if n := b.count(`sms_messages where notice_id = @id`, "id", id); n != 0 {
		t.Error("told twice")
	}
}

// Every kind of notice has its words in both languages, with nothing left to fill in, and is at most two texts.
func TestEveryNotice(t *testing.T) {
	t.Parallel()
	b := setup(t)
	account := b.person("Margaret Ellis", phone, services.Day{Y: 1944, M: 3, D: 5}, accounts.Needs{})
	d := b.draft(account, lang.En)
	for _, l := range lang.All {
		for _, kind := range []string{"continue", "submitted", "evidence", "decided", "letter-posted"} {
			b.exec(`insert into notices (account_id, draft_id, kind, phone, lang) values (@a, @d, @k, @phone, @l)`,
				"a", account, "d", d.ID, "k", kind, "phone", phone, "l", l)
			var id int64
			b.row(&id, `select max(id) from notices`)
			if err := b.notice(t.Context(), id); err != nil {
				t.Fatal(kind, err)
			}
			var body string
			var segments int
			if err := b.db.QueryRow(t.Context(), `select body, segments from sms_messages where notice_id = $1`, id).Scan(&body, &segments); err != nil {
				t.Fatal(kind, err)
			}
			body = strings.ReplaceAll(b.unveil(body), "{code}", "CODE-CODE-CODE")
			if containsText(body, "{") || containsText(body, "[") || segments > 2 {
				t.Errorf("%s %s: %d segments: %s", l, kind, segments, body)
			}
		}
	}
}
