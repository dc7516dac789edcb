package main

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"golang.org/x/sync/errgroup"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/internal/driver"
)

// ready is an application that something can be done with.
type ready struct {
	browser *driver.Browser // nil where it was not begun in one
	id      int64
	ref     string // as shown
	who     accounts.Details
}

// serial numbers the applicants: none comes twice.
var serial atomic.Int64

// applicant is the next one, of three kinds in turn: new to us and texted, new to us and written to, known to us and texted.
func (w *world) applicant() accounts.Details {
	n := int(serial.Add(1))
	switch n % 3 {
	case 0:
		return driver.Somebody(n % min(4000, w.accounts))
	case 1:
		d := driver.Somebody(2_000_000 + n)
		d.Mobile = fmt.Sprintf("07700 900%03d", n%1000)
		return d
	default:
		return driver.Somebody(2_000_000 + n)
	}
}

// begin begins n applications, each in a browser of its own with a session of its own.
func (w *world) begin(ctx context.Context, n int) ([]ready, error) {
	transport := driver.Transport(8)
	out := make([]ready, n)
	all, on := errgroup.WithContext(ctx)
	all.SetLimit(8)
	for i := range out {
		all.Go(func() error {
			b := driver.NewBrowser(w.public, transport)
			page, err := b.Post(on, "/apply/anytown/blue-badge", url.Values{})
			if err == nil {
				err = page.Want(http.StatusSeeOther)
			}
			if err != nil {
				return fmt.Errorf("begin: %w", err)
			}
			out[i] = ready{browser: b, ref: strings.Split(page.Location, "/")[2], who: w.applicant()}
			return nil
		})
	}
	if err := all.Wait(); err != nil {
		return nil, err
	}
	refs := make([]string, n)
	at := map[string]int{}
	for i, r := range out {
		refs[i] = strings.ReplaceAll(r.ref, "-", "")
		at[refs[i]] = i
	}
	rows, err := w.house.DB.Query(ctx, `select id, reference from drafts where reference = any($1)`, refs)
	if err != nil {
		return nil, err
	}
	var id int64
	var ref string
	_, err = pgx.ForEachRow(rows, []any{&id, &ref}, func() error { out[at[ref]].id = id; return nil })
	return out, err
}

// insert puts n drafts into the database with nobody's browser.
func (w *world) insert(ctx context.Context, n int) ([]ready, error) {
	var first int64
	if err := w.house.DB.QueryRow(ctx, `select nextval(pg_get_serial_sequence('drafts', 'id'))`).Scan(&first); err != nil {
		return nil, err
	}
	out := make([]ready, n)
	for i := range out {
		ref := reference(10_000_000 + int(first) + i)
		out[i] = ready{id: first + int64(i), ref: ref[:4] + "-" + ref[4:], who: w.applicant()}
	}
	columns := []string{"id", "reference", "agency_id", "service", "version", "started_door", "touched_door"}
	err := w.copyRows(ctx, "drafts", columns, each(n, func(i int) [][]any {
		return [][]any{{out[i].id, strings.ReplaceAll(out[i].ref, "-", ""), w.house.Agency.ID, w.house.Service.ID, w.house.Service.Version, "web", "web"}}
	}))
	if err != nil {
		return nil, err
	}
	_, err = w.house.DB.Exec(ctx, `select setval(pg_get_serial_sequence('drafts', 'id'), (select max(id) from drafts))`)
	return out, err
}

// complete answers everything in these drafts, as their people would, so that they only have to be sent.
func (w *world) complete(ctx context.Context, drafts []ready) error {
	err := w.copyRows(ctx, "answers", []string{"draft_id", "question", "rev", "value", "sealed", "actor_role", "door", "given_at"}, each(len(drafts), func(i int) [][]any {
		return w.answerRows(drafts[i].id, w.open[i%len(w.open)].values(w.house.Service, drafts[i].who), time.Now())
	}))
	if err != nil {
		return err
	}
	err = w.copyRows(ctx, "draft_keys", []string{"key", "draft_id"}, each(len(drafts), func(i int) [][]any {
		return keyRows(w.house.Register, drafts[i].who, drafts[i].id)
	}))
	if err != nil {
		return err
	}
	ids := make([]int64, len(drafts))
	for i, d := range drafts {
		ids[i] = d.id
	}
	_, err = w.house.DB.Exec(ctx, `
		update drafts d set rev = (select max(rev) from answers a where a.draft_id = d.id) where id = any($1)`, ids)
	return err
}

// queue hands out drafts one after the other to many clients.
func queue(drafts []ready) func() (ready, error) {
	var next atomic.Int64
	return func() (ready, error) {
		i := next.Add(1) - 1
		if int(i) >= len(drafts) {
			return ready{}, errUsedUp
		}
		return drafts[i], nil
	}
}
