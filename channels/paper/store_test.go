package paper

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/internal/pgtest"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/letters"
	"github.com/samedoor/samedoor/letters/sheet"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/staff"
)

// bundle is one council with an agent, and somebody's Blue Badge application.
type bundle struct {
	*testing.T
	db       *pgxpool.Pool
	register *accounts.Register
	office   *cases.Office
	post     *letters.Room
	desk     *Desk
	badge    *services.Service
	agency   staff.Agency
	agent    audit.Actor
	workers  *river.Workers
	at       time.Time
}

// later lets time pass.
func (b *bundle) later(d time.Duration) { b.at = b.at.Add(d) }

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func setup(t *testing.T) *bundle {
	t.Helper()
	b := &bundle{T: t, db: pgtest.New(t)}
	b.at = time.Date(2026, time.November, 21, 10, 0, 0, 0, time.UTC)
	now := func() time.Time { return b.at }
	jobs, err := river.NewClient(riverpgxv5.New(b.db), &river.Config{})
	must(t, err)
	library := services.NewLibrary(b.db)
	b.badge, _ = library.Current("blue-badge")
	must(t, services.Publish(t.Context(), b.db, b.badge))
	b.register = accounts.New(b.db, []byte("a secret of tests, of 32 bytes  "))
	b.register.Now = now
	b.post = letters.New(letters.Config{DB: b.db, Jobs: jobs, Press: press(t), Codes: b.register.CodeText, Public: "https://samedoor.example.org",
		Printer: letters.Folder{Dir: t.TempDir()}, Workday: func(d time.Time) time.Time { return d.AddDate(0, 0, 1) }})
	b.office = cases.New(cases.Config{DB: b.db, Jobs: jobs, Library: library, Register: b.register, Post: b.post, Public: "https://samedoor.example.org", Now: now})
	b.desk = New(Config{DB: b.db, Press: press(t), Office: b.office, Public: "https://samedoor.example.org", Now: now})
	b.workers = river.NewWorkers()
	b.post.Register(b.workers)
	b.office.Register(b.workers)
	desk := staff.New(b.db, []byte("secret"))
	made := council
	made.Nation, made.Services = "england-and-wales", []string{"blue-badge"}
	b.agency, err = desk.AddAgency(t.Context(), made)
	must(t, err)
	b.agent = audit.Actor{Role: audit.Staff, Agency: b.agency.ID, Door: channels.Phone}
	must(t, b.db.QueryRow(t.Context(), `
		insert into staff (agency_id, username, display_name, role, password_hash) values ($1, 'alex', 'Alex', 'agent', 'none') returning id`,
		b.agency.ID).Scan(&b.agent.ID))
	return b
}

// draft is a begun application of somebody with these needs.
func (b *bundle) draft(change func(d *accounts.Details)) cases.Draft {
	b.Helper()
	d := accounts.Details{FullName: "Margaret Ellis", DateOfBirth: &services.Day{Y: 1944, M: time.March, D: 5},
		Address: &services.PostAddress{Lines: []string{"1 High Street", "Anytown"}, Postcode: "ZA1 1AA"},
		Needs: accounts.Needs{Written: lang.En, Spoken: "en", Format: accounts.Standard, SafeCall: accounts.Unasked, SafeText: accounts.Unasked,
			SafeEmail: accounts.Unasked, SafeWrite: accounts.Unasked, MayAnnounce: true}}
	if change != nil {
		change(&d)
	}
	who, problems, err := b.register.Create(b.Context(), b.agent, d)
	must(b, err)
	if len(problems) > 0 {
		b.Fatal(problems)
	}
	made, err := b.office.Start(b.Context(), b.agent, cases.StartInput{Agency: b.agency.ID, Service: "blue-badge", Account: who.ID, Lang: lang.En})
	must(b, err)
	_, err = b.office.Answer(b.Context(), b.agent, cases.AnswerInput{Draft: made.ID, Question: "applying-for",
		Input: services.Input{Fields: map[string][]string{"value": {"self"}}}})
	must(b, err)
	return made
}

// letter is the one letter of a draft, once the post room's jobs have run.
func (b *bundle) letter(draft int64) letters.Letter {
	b.Helper()
	client, err := river.NewClient(riverpgxv5.New(b.db), &river.Config{Workers: b.workers, TestOnly: true,
		Queues: map[string]river.QueueConfig{letters.Queue: {MaxWorkers: 1}, river.QueueDefault: {MaxWorkers: 1}}})
	must(b, err)
	done, stop := client.Subscribe(river.EventKindJobCompleted, river.EventKindJobFailed)
	defer stop()
	must(b, client.Start(b.Context()))
	select {
	case <-done:
	case <-time.After(time.Minute):
		b.Fatal("nothing is rendered")
	}
	must(b, client.Stop(context.WithoutCancel(b.Context())))
	all, err := b.post.ByDraft(b.Context(), draft)
	must(b, err)
	if len(all) != 1 {
		b.Fatalf("%d letters, want one", len(all))
	}
	return all[0]
}

// serials are the forms printed of a draft.
func (b *bundle) serials(draft int64) []string {
	b.Helper()
	var out []string
	must(b, b.db.QueryRow(b.Context(), `select coalesce(array_agg(serial), '{}') from printed_forms where draft_id = $1`, draft).Scan(&out))
	return out
}

func TestAFormIsPostedAndReadByItsLayout(t *testing.T) {
	t.Parallel()
	b := setup(t)
	d := b.draft(nil)
	for range 2 { // pressed twice is one form
		must(t, b.desk.Post(t.Context(), b.agent, d.ID, Left))
	}
	l := b.letter(d.ID)
	if l.State != letters.Rendered || l.Kind != "form" {
		t.Fatalf("the letter is %s, %s: %s", l.Kind, l.State, l.Problem)
	}
	serials := b.serials(d.ID)
	if len(serials) != 1 {
		t.Fatalf("forms %v, want one", serials)
	}
	kept, err := b.desk.Form(t.Context(), serials[0])
	must(t, err)
	if kept.Draft != d.ID || kept.Scope != Left || kept.Layout.Pages != l.Pages || kept.Layout.Asks("applying-for") || !kept.Layout.Asks("name") {
		t.Errorf("kept %+v of a letter of %d pages", kept.Scope, l.Pages)
	}
	var first, second bytes.Buffer
	must(t, b.post.PDF(t.Context(), l.ID, &first))
	image, err := b.post.Image(t.Context(), l.ID, 2, 100)
	must(t, err)
	if !bytes.HasPrefix(first.Bytes(), []byte("%PDF")) || len(image) == 0 {
		t.Error("the form cannot be looked at")
	}
	now, err := b.office.Draft(t.Context(), b.agent, d.ID)
	must(t, err)
	again := Lay(press(t), Asking{Service: b.badge, Lang: lang.En, Format: sheet.Standard, Scope: Left, Answers: now.Values(), Today: today, Agency: b.agency,
		Serial: serials[0], Reference: d.Reference, Name: "Margaret Ellis", Address: l.Address, Public: "https://samedoor.example.org"})
	out, err := Write(press(t), again.Drawn)
	must(t, err)
	second.Write(out)
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Error("the same form printed again is other bytes")
	}
	if again.Layout.Sum() != kept.Layout.Sum() || !reflect.DeepEqual(again.Layout, kept.Layout) {
		t.Error("what the database gives back is not the layout that was printed")
	}
	m := Mark{Serial: serials[0], Reference: d.Reference, Layout: kept.Layout.short(), Page: 1, Of: l.Pages}
	if _, err := b.desk.Of(t.Context(), m); err != nil {
		t.Error(err)
	}
	m.Of++
	if _, err := b.desk.Of(t.Context(), m); !errors.Is(err, ErrMark) {
		t.Errorf("a mark of another layout: %v", err)
	}
}

func TestAFormIsInTheFormatTheyNeed(t *testing.T) {
	t.Parallel()
	b := setup(t)
	d := b.draft(func(d *accounts.Details) { d.Needs.Format, d.Needs.Written = accounts.LargePrint, lang.Cy })
	must(t, b.desk.Post(t.Context(), b.agent, d.ID, Whole))
	l := b.letter(d.ID)
	if l.State != letters.Rendered || l.Format != "large-print" || l.Lang != lang.Cy || l.Pages <= 10 {
		t.Errorf("the form is %s, %s, %s, of %d pages: %s", l.State, l.Format, l.Lang, l.Pages, l.Problem)
	}
}

func TestAFormIsNotPostedWhereALetterIsNot(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for why, change := range map[accounts.Refusal]func(d *accounts.Details){
		accounts.NotSafe:    func(d *accounts.Details) { d.Needs.SafeWrite = accounts.No },
		accounts.NoAddress:  func(d *accounts.Details) { d.Address = nil },
		accounts.CannotMake: func(d *accounts.Details) { d.Needs.Format = accounts.Braille },
	} {
		d := b.draft(change)
		var cannot cases.Unreachable
		if err := b.desk.Post(t.Context(), b.agent, d.ID, Left); !errors.As(err, &cannot) || cannot.Why != why {
			t.Errorf("want %s, got %v", why, err)
		}
		if len(b.serials(d.ID)) > 0 {
			t.Errorf("a form was printed though %s", why)
		}
	}
	stranger := audit.Actor{Role: audit.Citizen, ID: 4711, Door: channels.Web}
	if err := b.desk.Post(t.Context(), stranger, b.draft(nil).ID, Left); !errors.Is(err, cases.ErrNotFound) {
		t.Errorf("a stranger: %v", err)
	}
}

// The browser that began a draft is anybody's once staff have tied it to a record: it orders no post, and learns nothing of the record.
func TestWhoHasProvenNothingGetsNoMoreThanTheySaid(t *testing.T) {
	t.Parallel()
	b := setup(t)
	d := b.draft(func(d *accounts.Details) { d.Needs.Format, d.Needs.Written = accounts.LargePrint, lang.Cy })
	someone := audit.Actor{Role: audit.Citizen, Door: channels.Web}
	if err := b.desk.Post(t.Context(), someone, d.ID, Left); !errors.Is(err, cases.ErrNoAccount) {
		t.Errorf("posted to somebody's address: %v, want ErrNoAccount", err)
	}
	for by, known := range map[audit.Actor]bool{someone: false, {Role: audit.Citizen, ID: d.Account, Door: channels.Web}: true, b.agent: true} {
		var f cases.FormFor
		_, err := b.office.PrintForm(t.Context(), by, d.ID, sheet.Standard, func(_ context.Context, _ pgx.Tx, got cases.FormFor) (string, sheet.Drawn, error) {
			f = got
			return "AAAABBBB", sheet.Drawn{}, nil
		})
		must(t, err)
		if (f.Name == "Margaret Ellis") != known || (f.Format == sheet.LargePrint) != known || (f.Lang == lang.Cy) != known || len(f.Address) > 0 {
			t.Errorf("%s %d is given a form of %q, %s, %s", by.Role, by.ID, f.Name, f.Format, f.Lang)
		}
	}
}

// A citizen who presses again the same day has a form on its way; staff may send another.
func TestACitizenIsPostedAFormADay(t *testing.T) {
	t.Parallel()
	b := setup(t)
	d := b.draft(nil)
	own := audit.Actor{Role: audit.Citizen, ID: d.Account, Door: channels.Web}
	for _, c := range []struct {
		by     audit.Actor
		passed time.Duration
		want   int
	}{{own, 0, 1}, {own, 2 * time.Minute, 1}, {b.agent, 2 * time.Minute, 2}, {own, 20 * time.Hour, 2}, {own, 5 * time.Hour, 3}} {
		b.later(c.passed)
		must(t, b.desk.Post(t.Context(), c.by, d.ID, Left))
		if n := len(b.serials(d.ID)); n != c.want {
			t.Errorf("after %s more and %s: %d forms, want %d", c.passed, c.by.Role, n, c.want)
		}
	}
}

func TestBlankFormsShareALayout(t *testing.T) {
	t.Parallel()
	b := setup(t)
	citizen := audit.Actor{Role: audit.Citizen, Door: channels.Web}
	for range 3 {
		out, err := b.desk.Blank(t.Context(), citizen, b.agency, b.badge, lang.En, sheet.Standard)
		must(t, err)
		if !bytes.HasPrefix(out, []byte("%PDF")) {
			t.Fatal("no PDF")
		}
	}
	var forms, layouts int
	must(t, b.db.QueryRow(t.Context(), `select count(*), count(distinct layout) from printed_forms where draft_id is null`).Scan(&forms, &layouts))
	if forms != 3 || layouts != 1 {
		t.Errorf("%d forms of %d layouts, want 3 of 1", forms, layouts)
	}
	for _, change := range []string{`update printed_forms set scope = 'left'`, `delete from form_layouts`} {
		if _, err := b.db.Exec(t.Context(), change); err == nil {
			t.Errorf("%s is allowed", change)
		}
	}
}

// Whatever letters somebody writes in, they get a form; but none goes out to an address that cannot be printed.
func TestAFormIsPrintedWhateverTheyWrote(t *testing.T) {
	t.Parallel()
	s := testServices(t)["every-kind"]
	for _, name := range []string{"محمد علي", "Olwen 😀👩‍👩‍👧", "李小龙", "नाम", "Zoë ﬁ", strings.Repeat("𝕎", 100)} {
		for _, format := range []sheet.Format{sheet.Standard, sheet.LargePrint} {
			a := begun(s, lang.En, format, services.Answers{"who-for": {Choice: []string{"self"}}, "name": {Text: name}, "why": {Text: strings.Repeat(name+" ", 40)}})
			a.Name = name
			made := Lay(press(t), a)
			if _, err := Write(press(t), made.Drawn); err != nil {
				t.Errorf("%s, %s: %v", name, format, err)
			}
			drawn, err := json.Marshal(made.Drawn)
			must(t, err)
			if bytes.Contains(drawn, []byte("Dear ?")) || strings.HasPrefix(name, "Olwen") != bytes.Contains(drawn, []byte("Olwen ?")) {
				t.Errorf("%s is not written as it can be", name)
			}
			a.Address = []string{name, "1 High Street", "Anytown", "ZA1 1AA"}
			if _, err := Write(press(t), Lay(press(t), a).Drawn); err == nil {
				t.Errorf("a form goes out to %s", name)
			}
		}
	}
}

// TestWhatIsGuardedIsNotPrinted: the first pages list what they have told us, but for what nobody else at the table may read.
func TestWhatIsGuardedIsNotPrinted(t *testing.T) {
	t.Parallel()
	s := testServices(t)["every-kind"]
	a := services.Answers{}
	for _, q := range []struct {
		id string
		v  services.Value
	}{
		{"who-for", services.Value{Choice: []string{"self"}}}, {"name", services.Value{Text: "Margaret Ellis"}},
		{"nhs", services.Value{Text: "9990123454"}}, {"account", services.Value{Bank: &services.BankDetails{Holder: "M Ellis", SortCode: "309430", Account: "00733445"}}},
		{"secret", services.Value{Text: "swordfish"}},
		{"tools", services.Value{Rows: []services.Row{{"tool": {Text: "Long spade"}, "owner-nino": {Text: "QQ123456A"}, "owner-utr": {Text: "1234567890"}}}, Done: true}},
	} {
		a[q.id] = q.v
	}
	made, err := json.Marshal(Lay(press(t), begun(s, lang.En, standard, a)).Drawn)
	must(t, err)
	for _, hidden := range []string{"999 012 3454", "9990123454", "00733445", "swordfish", "QQ 12 34 56 A", "QQ123456A", "12345 67890"} {
		if bytes.Contains(made, []byte(hidden)) {
			t.Errorf("%s is printed", hidden)
		}
	}
	for _, shown := range []string{lang.T(lang.En, "paper.told.heading"), "Margaret Ellis", "Long spade"} {
		if !bytes.Contains(made, []byte(shown)) {
			t.Errorf("%s is not printed", shown)
		}
	}
}
