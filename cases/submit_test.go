package cases

import (
	"strings"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

func TestSubmitMakesTheCase(t *testing.T) {
	t.Parallel()
	b := setup(t)
	a := b.account(t, nil)
	c := b.submitted(t, a.ID, pip())
	if c.State != Received || c.Route != "pip" || !c.Automatic || c.Account != a.ID || c.Door != channels.Phone || c.AccountName != "Margaret Ellis" || c.Rev != 1 {
		t.Errorf("case %+v", c)
	}
	// Friday 20 November 2026: 40 and 60 working days, with Christmas, Boxing Day (moved) and New Year.
	if got := c.Target.Format(time.DateOnly) + " " + c.Deadline.Format(time.DateOnly); got != "2027-01-20 2027-02-17" {
		t.Errorf("target and deadline %s", got)
	}
	if n := b.count(t, `select count(*) from notices where account_id = $1 and kind = 'submitted'`, a.ID); n != 1 {
		t.Errorf("%d texts, want 1", n)
	}
	if n := b.count(t, `select count(*) from river_job where kind = 'notice'`); n != 1 {
		t.Errorf("%d jobs, want 1", n)
	}
	if n := b.count(t, `select count(*) from letters`); n != 0 {
		t.Errorf("%d letters besides the text", n)
	}
	if n := b.count(t, `select count(*) from audit_log where verb = 'case.submitted' and case_id = $1`, c.ID); n != 1 {
		t.Errorf("%d audit lines", n)
	}
	if got := b.kinds(t, c.Draft); got != "started declared submitted texted" {
		t.Errorf("events %q", got)
	}
}

func TestAnUnfinishedDraftIsNotSubmitted(t *testing.T) {
	t.Parallel()
	b := setup(t)
	d := b.start(t, b.agent, 0)
	b.answer(b.agent, d.ID, "applying-for", value("self"), 0)
	c, problems, err := b.office.Submit(t.Context(), b.agent, d.ID)
	must(t, err)
	if c.ID != 0 || len(problems) == 0 || b.count(t, `select count(*) from cases`) != 0 {
		t.Errorf("case %d, problems %v", c.ID, problems)
	}
}

func TestPressedTwiceAtOnceIsOneCase(t *testing.T) {
	t.Parallel()
	b := setup(t)
	d := b.start(t, b.agent, 0)
	b.fill(t, b.agent, d.ID, walking())
	ids := make([]int64, 6)
	var all errgroup.Group
	for i := range ids {
		all.Go(func() error {
			c, _, err := b.office.Submit(t.Context(), b.agent, d.ID)
			ids[i] = c.ID
			return err
		})
	}
	must(t, all.Wait())
	for _, id := range ids {
		if id == 0 || id != ids[0] {
			t.Errorf("cases %v, want one", ids)
		}
	}
	for what, sql := range map[string]string{"cases": `select count(*) from cases`, "accounts": `select count(*) from accounts`,
		"notices": `select count(*) from notices`, "events": `select count(*) from events where kind = 'submitted'`} {
		if n := b.count(t, sql); n != 1 {
			t.Errorf("%d %s, want 1", n, what)
		}
	}
}

// A case is whole or not there: the connection is lost after the event was written.
func TestAFailureAfterTheEventLeavesNothing(t *testing.T) {
	t.Parallel()
	b := setup(t)
	d := b.start(t, b.agent, 0)
	b.fill(t, b.agent, d.ID, walking())
	b.breakOn("notices")
	if _, _, err := b.office.Submit(t.Context(), b.agent, d.ID); err == nil {
		t.Fatal("submit succeeds though the text cannot be asked for")
	}
	for what, sql := range map[string]string{"cases": `select count(*) from cases`, "events": `select count(*) from events where kind = 'submitted'`,
		"accounts": `select count(*) from accounts`, "jobs": `select count(*) from river_job`, "audit": `select count(*) from audit_log where verb = 'case.submitted'`} {
		if n := b.count(t, sql); n != 0 {
			t.Errorf("%d %s are left", n, what)
		}
	}
	b.mend("notices")
	if c, _, err := b.office.Submit(t.Context(), b.agent, d.ID); err != nil || c.ID == 0 {
		t.Errorf("afterwards: %d %v", c.ID, err)
	}
}

// breakOn makes every insert into a table fail; mend ends that.
func (b *bundle) breakOn(table string) {
	_, err := b.db.Exec(b.Context(), `
		create function broken() returns trigger language plpgsql as $$ begin raise exception 'broken'; end $$;
		create trigger broken before insert on `+table+` for each row execute function broken()`)
	must(b.T, err)
}

func (b *bundle) mend(table string) {
	_, err := b.db.Exec(b.Context(), `drop trigger broken on `+table)
	must(b.T, err)
}

func TestAcknowledgementFitsThePerson(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(d *accounts.Details)
		door   string // what goes out: text, letter, task kind
	}{
		"a mobile":                       {nil, "text"},
		"not safe to text":               {func(d *accounts.Details) { d.Needs.SafeText = accounts.No }, "letter"},
		"large print":                    {func(d *accounts.Details) { d.Needs.Format = accounts.LargePrint }, "letter"},
		"large print, not safe to write": {func(d *accounts.Details) { d.Needs.Format, d.Needs.SafeWrite = accounts.LargePrint, accounts.No }, "text"},
		"braille":                        {func(d *accounts.Details) { d.Needs.Format = accounts.Braille }, "text"},
		"braille, not safe to text":      {func(d *accounts.Details) { d.Needs.Format, d.Needs.SafeText = accounts.Braille, accounts.No }, "letter-by-hand"},
		"neither":                        {func(d *accounts.Details) { d.Needs.SafeText, d.Needs.SafeWrite = accounts.No, accounts.No }, "unreachable"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			b.submitted(t, b.account(t, c.change).ID, walking())
			var got []string
			if n := b.count(t, `select count(*) from notices where kind = 'submitted'`); n == 1 {
				got = append(got, "text")
			}
			if n := b.count(t, `select count(*) from letters where kind = 'submitted'`); n == 1 {
				got = append(got, "letter")
			}
			tasks, err := b.office.Tasks(t.Context(), b.agent, false, 0)
			must(t, err)
			for _, task := range tasks {
				got = append(got, task.Kind)
			}
			if strings.Join(got, " ") != c.door {
				t.Errorf("goes out by %q, want %q", got, c.door)
			}
		})
	}
}

func TestTheAccountOfADraftOfNobody(t *testing.T) {
	t.Parallel()
	b := setup(t)
	known := b.account(t, nil)
	same := b.submitted(t, 0, walking())
	if same.Account != known.ID {
		t.Errorf("an application of somebody we have made account %d, want %d", same.Account, known.ID)
	}
	other := walking()
	other["name"], other["date-of-birth"] = value("Gareth Pryce"), date(1951, 7, 30)
	c := b.submitted(t, 0, other)
	if c.Account == known.ID || c.AccountName != "Gareth Pryce" {
		t.Errorf("another person got account %d, %s", c.Account, c.AccountName)
	}
	weak := walking()
	weak["address"], weak["mobile"], weak["other-phone"] = address("7 Far Road", "Elsewhere", "ZA2 2BB"), value("07700 900456"), value("07700 900456")
	c = b.submitted(t, 0, weak)
	if n := b.count(t, `select count(*) from tasks where kind = 'check-same-person' and case_id = $1`, c.ID); c.Account == known.ID || n != 1 {
		t.Errorf("a name and a day of birth alone: account %d (known %d), %d tasks to check", c.Account, known.ID, n)
	}
	b.account(t, func(d *accounts.Details) { d.FullName, d.DateOfBirth.Y = "Enid Probert", 1939 })
	b.account(t, func(d *accounts.Details) { d.FullName, d.DateOfBirth.Y = "Enid Probert", 1939 })
	two := walking()
	two["name"], two["date-of-birth"] = value("Enid Probert"), date(1939, 3, 5)
	c = b.submitted(t, 0, two)
	if n := b.count(t, `select count(*) from tasks where kind = 'check-same-person' and case_id = $1`, c.ID); n != 1 {
		t.Errorf("two fit equally: %d tasks to check, want 1", n)
	}
}

func address(line1, town, postcode string) services.Input {
	return services.Input{Fields: map[string][]string{"line1": {line1}, "town": {town}, "postcode": {postcode}}}
}

func TestWhatTheRecordDoesNotKnowIsPutThere(t *testing.T) {
	t.Parallel()
	b := setup(t)
	a := b.account(t, func(d *accounts.Details) { d.Address, d.Mobile = nil, "" })
	b.submitted(t, a.ID, walking())
	now, err := b.register.Open(t.Context(), b.agent, a.ID)
	must(t, err)
	if now.Address == nil || now.Mobile == "" {
		t.Errorf("the record has address %v, mobile %q", now.Address, now.Mobile)
	}
	if n := b.count(t, `select count(*) from notices`); n != 1 {
		t.Errorf("%d texts: the mobile told now is good for the acknowledgement", n)
	}
	moved := b.account(t, func(d *accounts.Details) {
		d.FullName, d.DateOfBirth.Y, d.Address.Lines = "Margaret Ellis", 1950, []string{"9 Old Road", "Anytown"}
	})
	told := walking()
	told["date-of-birth"] = date(1950, 3, 5)
	c := b.submitted(t, moved.ID, told)
	if now, err = b.register.Open(t.Context(), b.agent, moved.ID); err != nil || now.Address.Lines[0] != "9 Old Road" {
		t.Errorf("the record's address became %v %v", now.Address, err)
	}
	if n := b.count(t, `select count(*) from tasks where kind = 'check-details' and case_id = $1`, c.ID); n != 1 {
		t.Errorf("%d tasks to check details, want 1", n)
	}
}

func TestCitizensSubmitTheirOwn(t *testing.T) {
	t.Parallel()
	b := setup(t)
	a := b.account(t, nil)
	citizen := audit.Actor{Role: audit.Citizen, ID: a.ID, Door: channels.Web}
	d, err := b.office.Start(t.Context(), citizen, StartInput{Agency: b.agency.ID, Service: "blue-badge", Account: a.ID, Lang: lang.Cy, Prefill: true})
	must(t, err)
	b.fill(t, citizen, d.ID, walking())
	c, problems, err := b.office.Submit(t.Context(), citizen, d.ID)
	if err != nil || len(problems) > 0 || c.Door != channels.Web {
		t.Fatalf("%v %v %v", c, problems, err)
	}
	if n := b.count(t, `select count(*) from notices where lang = 'cy'`); n != 1 {
		t.Errorf("%d Welsh texts, want 1: the application was in Welsh", n)
	}
}
