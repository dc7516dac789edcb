package letters

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/internal/pgtest"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/letters/sheet"
	"github.com/samedoor/samedoor/services"
)

type bundle struct {
	*Room
	register *accounts.Register
	db       *pgxpool.Pool
	agency   int64
	account  int64
	printer  *flaky
}

// flaky prints into a folder and can fail after it has printed, as a wire that breaks before the answer does.
type flaky struct {
	Folder
	mu        sync.Mutex
	failAfter int // how many calls fail although the batch was taken
	calls     int
}

func (f *flaky) Print(ctx context.Context, b Batch) error {
	err := f.Folder.Print(ctx, b)
	f.mu.Lock()
	defer f.mu.Unlock()
	f.calls++
	if err == nil && f.calls <= f.failAfter {
		return errors.New("the line broke before the answer came")
	}
	return err
}

func setup(t *testing.T) bundle {
	t.Helper()
	db := pgtest.New(t)
	jobs, err := river.NewClient(riverpgxv5.New(db), &river.Config{})
	if err != nil {
		t.Fatal(err)
	}
	press, err := sheet.New()
	if err != nil {
		t.Fatal(err)
	}
	b := bundle{db: db, register: accounts.New(db, []byte("a secret of tests, of 32 bytes  ")), printer: &flaky{Folder: Folder{Dir: t.TempDir()}}}
	b.Room = New(Config{DB: db, Jobs: jobs, Press: press, Printer: b.printer, Public: "http://127.0.0.1:8080",
		Codes:   func(id int64) string { return fmt.Sprintf("2345-6789-%04d", id) },
		Workday: func(d time.Time) time.Time { return weekday(d) }})
	ctx := context.Background()
	if err := db.QueryRow(ctx, `insert into agencies (slug, name_en, name_cy) values ('anytown', 'Anytown Council', 'Cyngor Anytown') returning id`).Scan(&b.agency); err != nil {
		t.Fatal(err)
	}
	b.account = b.person(t)
	return b
}

func weekday(d time.Time) time.Time {
	for d = d.AddDate(0, 0, 1); d.Weekday() == time.Saturday || d.Weekday() == time.Sunday; d = d.AddDate(0, 0, 1) {
	}
	return d
}

// person is somebody who reads Welsh and can be written to.
func (b bundle) person(t *testing.T) (id int64) {
	t.Helper()
	a, problems, err := b.register.Create(t.Context(), audit.Actor{Role: audit.System, Door: channels.Phone}, accounts.Details{FullName: "Margaret Ellis",
		Address: &services.PostAddress{Lines: []string{"1 High Street", "Anytown"}, Postcode: "ZA1 1AA"},
		Needs: accounts.Needs{Written: lang.Cy, Spoken: "cy", Format: accounts.Standard, SafeCall: accounts.Unasked, SafeText: accounts.Unasked,
			SafeEmail: accounts.Unasked, SafeWrite: accounts.Unasked, MayAnnounce: true}})
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	return a.ID
}

// way is how the person is written to, as it is decided now; to is another address.
func (b bundle) way(t *testing.T, to ...string) (way accounts.Way) {
	t.Helper()
	err := pgx.BeginFunc(t.Context(), b.db, func(tx pgx.Tx) (err error) {
		way, err = b.register.ReachTx(t.Context(), tx, b.account, accounts.Purpose{Kind: "continue", Only: accounts.Letter, Address: to}, saturday)
		return err
	})
	if err != nil || way.Door() != accounts.Letter {
		t.Fatal(way.Door(), way.Why(), err)
	}
	return way
}

func (b bundle) request(t *testing.T, cause string) Request {
	t.Helper()
	page := func(l lang.Lang, of, hello string) Page {
		return Page{Date: lang.Date(l, time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)), Reference: "2345-6789", Agency: "Anytown Council",
			Sender: []string{"Anytown Council", "020 7946 0123"}, Of: of,
			Blocks: []Block{{Kind: "heading", Text: hello}, {Kind: "paragraph", Text: hello + " ŵ ŷ."}, {Kind: "code", Text: "Code"},
				{Kind: "qr", Text: "127.0.0.1:8080/c"}, {Kind: "steps", Items: []string{"One", "Two"}}, {Kind: "list", Items: []string{"A"}},
				{Kind: "facts", Facts: [][2]string{{"Label", "Value"}}}, {Kind: "signature", Text: "Yours", Items: []string{"Name", "Team"}}}}
	}
	return Request{Way: b.way(t), Agency: b.agency, Kind: "continue", Cause: cause,
		Pages: map[lang.Lang]Page{lang.En: page(lang.En, "Page {page} of {of}", "Carry on"), lang.Cy: page(lang.Cy, "Tudalen {page} o {of}", "Parhau")}}
}

func (b bundle) ask(t *testing.T, q Request) (id int64) {
	t.Helper()
	err := pgx.BeginFunc(context.Background(), b.db, func(tx pgx.Tx) (err error) {
		id, err = b.RequestTx(context.Background(), tx, q)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func (b bundle) dispatch(t *testing.T, batch int64) error {
	t.Helper()
	return (&dispatcher{room: b.Room}).Work(context.Background(), &river.Job[DispatchArgs]{Args: DispatchArgs{Batch: batch}})
}

func (b bundle) state(t *testing.T, id int64) State {
	t.Helper()
	l, err := b.Read(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	return l.State
}

var saturday = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

func TestALetterFromRequestToDelivered(t *testing.T) {
	t.Parallel()
	b, ctx := setup(t), context.Background()
	id := b.ask(t, b.request(t, "hand-over:1"))
	if again := b.ask(t, b.request(t, "hand-over:1")); again != id {
		t.Errorf("the same cause made letter %d beside %d", again, id)
	}
	for range 2 { // every job is safe to run twice
		if err := b.render(ctx, id); err != nil {
			t.Fatal(err)
		}
	}
	n, err := b.BatchNow(ctx, 0, saturday)
	if err != nil || n != 1 {
		t.Fatalf("batched %d, %v; want 1", n, err)
	}
	l, _ := b.Read(ctx, id)
	if err := b.dispatch(t, l.Batch); err != nil {
		t.Fatal(err)
	}
	if err := b.dispatch(t, l.Batch); err != nil {
		t.Fatal(err)
	}
	if got := b.state(t, id); got != Dispatched {
		t.Fatalf("state %s, want dispatched", got)
	}
	dir := b.printer.path(l.Batch)
	if err := os.WriteFile(filepath.Join(dir, "responses.csv"), []byte(fmt.Sprintf("letter,state\n%d,delivered\n", id)), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "done"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := (&listener{room: b.Room}).Work(ctx, nil); err != nil {
		t.Fatal(err)
	}
	if got := b.state(t, id); got != Delivered {
		t.Errorf("state %s, want delivered", got)
	}
	if err := b.MarkReturned(ctx, id); err != nil || b.state(t, id) != Returned {
		t.Errorf("a delivered letter may still come back: %v, %s", err, b.state(t, id))
	}
	if err := b.MarkDelivered(ctx, id); err != nil || b.state(t, id) != Returned {
		t.Errorf("a returned letter was delivered again: %v, %s", err, b.state(t, id))
	}
}

func TestTheFolderHoldsWhatItsManifestSays(t *testing.T) {
	t.Parallel()
	b, ctx := setup(t), context.Background()
	for i := range 3 {
		if err := b.render(ctx, b.ask(t, b.request(t, fmt.Sprint("cause:", i)))); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := b.BatchNow(ctx, b.agency, saturday); n != 3 || err != nil {
		t.Fatalf("batched %d, %v", n, err)
	}
	l, _ := b.ByAccount(ctx, b.account, 1)
	if err := b.dispatch(t, l[0].Batch); err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(filepath.Join(b.printer.path(l[0].Batch), "manifest.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil || len(rows) != 4 {
		t.Fatalf("manifest has %d rows, %v; want a head and 3 letters", len(rows), err)
	}
	for _, row := range rows[1:] {
		pdf, err := os.ReadFile(filepath.Join(b.printer.path(l[0].Batch), row[1]))
		if err != nil || !bytes.HasPrefix(pdf, []byte("%PDF")) {
			t.Errorf("%s is no PDF: %v", row[1], err)
		}
	}
}

// Who shares the house must not learn who writes: the print house is told which envelopes bear nothing.
func TestTheManifestSaysWhichEnvelopeIsPlain(t *testing.T) {
	t.Parallel()
	b, ctx := setup(t), context.Background()
	named := b.ask(t, b.request(t, "named"))
	if _, err := b.db.Exec(ctx, `update account_needs set may_announce = false where account_id = $1`, b.account); err != nil {
		t.Fatal(err)
	}
	plain := b.ask(t, b.request(t, "plain"))
	for _, id := range []int64{named, plain} {
		if err := b.render(ctx, id); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := b.BatchNow(ctx, b.agency, saturday); n != 2 || err != nil {
		t.Fatalf("batched %d, %v", n, err)
	}
	l, _ := b.Read(ctx, plain)
	if err := b.dispatch(t, l.Batch); err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(filepath.Join(b.printer.path(l.Batch), "manifest.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil || len(rows) != 3 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	at := slices.Index(rows[0], "envelope")
	if at < 0 {
		t.Fatalf("no column envelope in %v", rows[0])
	}
	for _, row := range rows[1:] {
		want := map[string]string{fmt.Sprint(named): "usual", fmt.Sprint(plain): "plain"}[row[0]]
		if row[at] != want {
			t.Errorf("letter %s in an envelope %q, want %q", row[0], row[at], want)
		}
	}
}

func TestALineThatBreaksAfterPrintingPrintsOnce(t *testing.T) {
	t.Parallel()
	b, ctx := setup(t), context.Background()
	b.printer.failAfter = 2
	id := b.ask(t, b.request(t, "cause"))
	if err := b.render(ctx, id); err != nil {
		t.Fatal(err)
	}
	if _, err := b.BatchNow(ctx, 0, saturday); err != nil {
		t.Fatal(err)
	}
	l, _ := b.Read(ctx, id)
	for i := range 3 {
		if err := b.dispatch(t, l.Batch); (err != nil) != (i < 2) {
			t.Fatalf("try %d: %v", i, err)
		}
	}
	folders, _ := filepath.Glob(filepath.Join(b.printer.Dir, "*"))
	if len(folders) != 1 || b.state(t, id) != Dispatched {
		t.Errorf("%d folders, state %s; want one batch, dispatched", len(folders), b.state(t, id))
	}
}

func TestALetterIsStoppedOrPrintedNeverBoth(t *testing.T) {
	t.Parallel()
	b, ctx := setup(t), context.Background()
	for i := range 12 {
		b.account = b.person(t)
		id := b.ask(t, b.request(t, fmt.Sprint("cause:", i)))
		if err := b.render(ctx, id); err != nil {
			t.Fatal(err)
		}
		if _, err := b.BatchNow(ctx, 0, saturday); err != nil {
			t.Fatal(err)
		}
		l, _ := b.Read(ctx, id)
		var wg sync.WaitGroup
		var stopped []int64
		wg.Go(func() {
			_ = pgx.BeginFunc(ctx, b.db, func(tx pgx.Tx) (err error) {
				stopped, err = b.StopTx(ctx, tx, b.account, "has-died")
				return err
			})
		})
		wg.Go(func() {
			if err := b.dispatch(t, l.Batch); err != nil {
				t.Error(err)
			}
		})
		wg.Wait()
		printed, _ := filepath.Glob(filepath.Join(b.printer.path(l.Batch), fmt.Sprintf("letter-%010d.pdf", id)))
		if len(stopped)+len(printed) != 1 {
			t.Fatalf("stopped %v and printed %v: exactly one was wanted", stopped, printed)
		}
	}
}

func TestALetterThatCannotBeMadeIsToldNotRetried(t *testing.T) {
	t.Parallel()
	b, ctx := setup(t), context.Background()
	q := b.request(t, "cause")
	q.Way = b.way(t, "Margaret Ellis", "ZA1 1AA")
	id := b.ask(t, q)
	if err := b.render(ctx, id); err != nil {
		t.Fatal(err)
	}
	l, _ := b.Read(ctx, id)
	if l.State != Failed || !strings.Contains(l.Problem, "not-enough-address-lines") {
		t.Errorf("state %s, problem %q", l.State, l.Problem)
	}
	var told int
	if err := b.db.QueryRow(ctx, `select count(*) from river_job where kind = 'letter-failed'`).Scan(&told); err != nil || told != 1 {
		t.Errorf("told %d times, %v; want once", told, err)
	}
}

func TestALetterThatNoLongerFitsItsPersonIsNotPrinted(t *testing.T) {
	t.Parallel()
	for name, need := range map[string]string{
		"large print":  `update account_needs set format = 'large-print' where account_id = $1`,
		"not to write": `update account_needs set safe_write = 'no' where account_id = $1`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b, ctx := setup(t), context.Background()
			left := b.ask(t, b.request(t, "left"))
			b.account = b.person(t)
			goes := b.ask(t, b.request(t, "goes"))
			for _, id := range []int64{left, goes} {
				if err := b.render(ctx, id); err != nil {
					t.Fatal(err)
				}
			}
			if n, err := b.BatchNow(ctx, 0, saturday); err != nil || n != 2 {
				t.Fatalf("batched %d, %v", n, err)
			}
			l, _ := b.Read(ctx, left)
			if _, err := b.db.Exec(ctx, need, l.Account); err != nil {
				t.Fatal(err)
			}
			for range 2 { // the second time it is dispatched already
				if err := b.dispatch(t, l.Batch); err != nil {
					t.Fatal(err)
				}
			}
			if b.state(t, left) != Failed || b.state(t, goes) != Dispatched {
				t.Errorf("%s and %s, want the first left out and the second sent", b.state(t, left), b.state(t, goes))
			}
			printed, _ := filepath.Glob(filepath.Join(b.printer.path(l.Batch), "*.pdf"))
			var told int
			err := b.db.QueryRow(ctx, `select count(*) from river_job where kind = 'letter-failed'`).Scan(&told)
			if len(printed) != 1 || err != nil || told != 1 {
				t.Errorf("%d printed, told %d times, %v; want one of each", len(printed), told, err)
			}
		})
	}
}

func TestTheDatabaseRefusesTheWrongFormatAndTheDead(t *testing.T) {
	t.Parallel()
	b, ctx := setup(t), context.Background()
	for name, change := range map[string]string{
		"large print":  `update account_needs set format = 'large-print' where account_id = $1`,
		"not to write": `update account_needs set safe_write = 'no' where account_id = $1`,
		"dead":         `update accounts set died_on = '2026-11-01' where id = $1`,
	} {
		b.account = b.person(t)
		q := b.request(t, name)
		if _, err := b.db.Exec(ctx, change, b.account); err != nil {
			t.Fatal(err)
		}
		err := pgx.BeginFunc(ctx, b.db, func(tx pgx.Tx) error {
			_, err := b.RequestTx(ctx, tx, q)
			return err
		})
		if err == nil {
			t.Errorf("%s: a letter decided on before was taken", name)
		}
	}
}

func TestTheCodeIsOnThePageAndNotInTheText(t *testing.T) {
	t.Parallel()
	b, ctx := setup(t), context.Background()
	q := b.request(t, "cause")
	if err := b.db.QueryRow(ctx, `insert into access_codes (purpose, expires_at) values ('continue', now()) returning id`).Scan(&q.Code); err != nil {
		t.Fatal(err)
	}
	id := b.ask(t, q)
	text, err := b.Text(ctx, id)
	if err != nil || !strings.Contains(text, mask) || strings.Contains(text, "2345-6789-") {
		t.Errorf("the text for staff: %v\n%s", err, text)
	}
	_, c, code, err := b.load(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	doc, problems := b.press.Layout(b.compose(c, "standard", b.secret(code)))
	if len(problems) > 0 || !strings.Contains(doc.Text(), b.codes(code)) {
		t.Errorf("the printed letter lacks its code: %v", problems)
	}
	if strings.Index(doc.Text(), "Parhau") > strings.Index(doc.Text(), "Carry on") {
		t.Error("Welsh does not come first")
	}
	if png, err := b.Image(ctx, id, 1, 72); err != nil || !bytes.HasPrefix(png, []byte("\x89PNG")) {
		t.Errorf("no picture: %v", err)
	}
	if _, err := b.Image(ctx, id, 99, 72); !errors.Is(err, ErrNotFound) {
		t.Errorf("page 99: %v", err)
	}
}

func TestWatchFindsWhatIsStuck(t *testing.T) {
	t.Parallel()
	b, ctx := setup(t), context.Background()
	id := b.ask(t, b.request(t, "cause"))
	if stuck, err := b.Watch(ctx, time.Now()); err != nil || len(stuck) != 0 {
		t.Errorf("a fresh letter is stuck: %v %v", stuck, err)
	}
	if stuck, err := b.Watch(ctx, time.Now().Add(2*time.Hour)); err != nil || len(stuck) != 1 || stuck[0].ID != id {
		t.Errorf("a letter not rendered in two hours: %v %v", stuck, err)
	}
}
