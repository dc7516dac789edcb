package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/services"
)

// found is what the world looks like afterwards.
type found struct {
	cases, letters, batches, texts int
	entries                        int64 // in the tree of the audit log
	wrong                          []string
}

func (f *found) say(format string, args ...any) {
	f.wrong = append(f.wrong, fmt.Sprintf(format, args...))
}

// check compares what was acknowledged with what is there. It reads the printer's folders and the pretended Twilio, not only what the
// database believes of them.
func (w *world) check(ctx context.Context, l *ledger) (f found, err error) {
	for _, o := range l.odd {
		f.say("a client was answered oddly: %s", o)
	}
	printed, err := w.manifests(&f)
	if err != nil {
		return f, err
	}
	for _, step := range []func(context.Context, *found, *ledger, map[int64]int) error{
		w.checkCases, w.checkAnswers, w.checkLetters, w.checkTexts, w.checkAcknowledged, w.checkPresses, w.checkJobs, w.checkLog,
	} {
		if err := step(ctx, &f, l, printed); err != nil {
			return f, err
		}
	}
	return f, nil
}

// manifests counts every letter in every batch the printer was given.
func (w *world) manifests(f *found) (map[int64]int, error) {
	printed := map[int64]int{}
	names, err := filepath.Glob(filepath.Join(w.prints, "batch-*", "manifest.csv"))
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		file, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		rows, err := csv.NewReader(file).ReadAll()
		_ = file.Close()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		for _, row := range rows[1:] {
			id, err := strconv.ParseInt(row[0], 10, 64)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			printed[id]++
			if _, err := os.Stat(filepath.Join(filepath.Dir(name), row[1])); err != nil {
				f.say("letter %d is in the manifest of %s and not beside it", id, filepath.Base(filepath.Dir(name)))
			}
		}
	}
	f.batches, f.letters = len(names), len(printed)
	return printed, nil
}

// checkCases: every acknowledged application is a case, and came in once.
func (w *world) checkCases(ctx context.Context, f *found, l *ledger, _ map[int64]int) error {
	rows, err := w.house.DB.Query(ctx, `
		select c.reference, (select count(*) from events e where e.draft_id = c.draft_id and e.kind = 'submitted') from cases c`)
	if err != nil {
		return err
	}
	there := map[string]int{}
	var ref string
	var times int
	if _, err := pgx.ForEachRow(rows, []any{&ref, &times}, func() error { there[ref] = times; return nil }); err != nil {
		return err
	}
	f.cases = len(there)
	for shown := range l.submitted {
		ref := strings.ReplaceAll(shown, "-", "")
		if there[ref] == 0 {
			f.say("%s was acknowledged as submitted and is no case", shown)
		}
	}
	for ref, times := range there {
		if times != 1 {
			f.say("case %s was submitted %d times", ref, times)
		}
	}
	return nil
}

// checkAnswers: every acknowledged answer is there, and says what was typed.
func (w *world) checkAnswers(ctx context.Context, f *found, l *ledger, _ map[int64]int) error {
	for shown, given := range l.answers {
		rows, err := w.house.DB.Query(ctx, `
			select distinct on (question) question, draft_id, rev, value, sealed from answers
			where draft_id = (select id from drafts where reference = $1) order by question, rev desc`, strings.ReplaceAll(shown, "-", ""))
		if err != nil {
			return err
		}
		have := services.Answers{}
		var question string
		var v services.Value
		var draft, rev int64
		var sealed []byte
		_, err = pgx.ForEachRow(rows, []any{&question, &draft, &rev, &v, &sealed}, func() error {
			err := cases.UnsealAnswer(w.house.Register, draft, rev, sealed, &v)
			have[question], v = v, services.Value{}
			return err
		})
		if err != nil {
			return err
		}
		for question, posted := range given {
			v, ok := have[question]
			if !ok {
				f.say("the answer to %s of %s was acknowledged and is not there", question, shown)
				continue
			}
			typed := posted.Get("value")
			if (v.Text != "" && question == "name" && v.Text != typed) || (len(v.Choice) > 0 && !slices.Contains(v.Choice, typed)) {
				f.say("the answer to %s of %s is not the one acknowledged", question, shown)
			}
		}
	}
	return nil
}

// checkLetters: every letter that was asked for was printed once, and no other.
func (w *world) checkLetters(ctx context.Context, f *found, _ *ledger, printed map[int64]int) error {
	rows, err := w.house.DB.Query(ctx, `select id, state from letters`)
	if err != nil {
		return err
	}
	asked := map[int64]string{}
	var id int64
	var state string
	if _, err := pgx.ForEachRow(rows, []any{&id, &state}, func() error { asked[id] = state; return nil }); err != nil {
		return err
	}
	for id, state := range asked {
		if n := printed[id]; n != 1 || state != "dispatched" {
			f.say("letter %d is %s and was printed %d times", id, state, n)
		}
	}
	for id := range printed {
		if asked[id] == "" {
			f.say("letter %d was printed and nobody asked for it", id)
		}
	}
	return nil
}

// checkTexts: every text is at Twilio, each of Twilio's is one of ours, and none was sent twice.
func (w *world) checkTexts(ctx context.Context, f *found, _ *ledger, _ map[int64]int) error {
	rows, err := w.house.DB.Query(ctx, `select coalesce(sid, ''), id, state from sms_messages where direction = 'out'`)
	if err != nil {
		return err
	}
	ours := map[string]bool{}
	var sid, state string
	var id int64
	_, err = pgx.ForEachRow(rows, []any{&sid, &id, &state}, func() error {
		if ours[sid] = true; sid == "" || state != "sent" && state != "delivered" {
			f.say("text %d is %s", id, state)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, m := range w.twilio.Messages("") {
		f.texts++
		if !ours[m.SID] {
			f.say("text %s to %s was sent and is none of ours: sent twice", m.SID, m.Phone)
		}
		delete(ours, m.SID)
	}
	for sid := range ours {
		if sid != "" {
			f.say("text %s is not at Twilio", sid)
		}
	}
	return nil
}

// checkAcknowledged: whoever applied was told so exactly once, by letter or by text.
func (w *world) checkAcknowledged(ctx context.Context, f *found, _ *ledger, printed map[int64]int) error {
	rows, err := w.house.DB.Query(ctx, `
		select c.reference,
		       array(select l.id from letters l where l.draft_id = c.draft_id and l.kind = 'submitted'),
		       array(select m.sid from sms_messages m where m.draft_id = c.draft_id and m.kind = 'submitted' and m.sid is not null)
		from cases c`)
	if err != nil {
		return err
	}
	at := map[string]bool{}
	for _, m := range w.twilio.Messages("") {
		at[m.SID] = true
	}
	var ref string
	var ls []int64
	var sids []string
	_, err = pgx.ForEachRow(rows, []any{&ref, &ls, &sids}, func() error {
		n := 0
		for _, l := range ls {
			n += printed[l]
		}
		for _, s := range sids {
			if at[s] {
				n++
			}
		}
		if n != 1 {
			f.say("case %s was acknowledged %d times", ref, n)
		}
		return nil
	})
	return err
}

// checkPresses: what a member of staff pressed went out. A button pressed again after a minute is meant again.
func (w *world) checkPresses(ctx context.Context, f *found, l *ledger, printed map[int64]int) error {
	for _, p := range l.presses {
		var ls []int64
		var texts int
		err := w.house.DB.QueryRow(ctx, `
			select array(select l.id from letters l where l.draft_id = d.id and l.kind = 'continue'),
			       (select count(*) from sms_messages m where m.draft_id = d.id and m.kind = 'continue' and m.sid is not null)
			from drafts d where d.reference = $1`, strings.ReplaceAll(p.ref, "-", "")).Scan(&ls, &texts)
		if err != nil {
			return fmt.Errorf("draft %s: %w", p.ref, err)
		}
		n := texts
		if p.kind == "letter" {
			n = 0
			for _, l := range ls {
				n += printed[l]
			}
		}
		if n == 0 || n > 1 && p.took < time.Minute {
			f.say("%s was pressed for %s and went out %d times", p.kind, p.ref, n)
		}
	}
	return nil
}

// checkJobs: none is stuck, given up or cancelled.
func (w *world) checkJobs(ctx context.Context, f *found, _ *ledger, _ map[int64]int) error {
	rows, err := w.house.DB.Query(ctx, `
		select kind, state::text, count(*), coalesce(max(errors[array_upper(errors, 1)] ->> 'error'), '') from river_job
		where state <> 'completed' group by kind, state`)
	if err != nil {
		return err
	}
	var kind, state, problem string
	var n int
	_, err = pgx.ForEachRow(rows, []any{&kind, &state, &n, &problem}, func() error {
		f.say("%d jobs %s are %s: %s", n, kind, state, problem)
		return nil
	})
	return err
}

// checkLog: the audit log is whole, and nothing recorded waits to come into its tree.
func (w *world) checkLog(ctx context.Context, f *found, _ *ledger, _ map[int64]int) error {
	log, err := w.house.AuditLog()
	if err != nil {
		return err
	}
	c, err := log.Verify(ctx, nil)
	var fault audit.Fault
	switch {
	case errors.As(err, &fault):
		f.say("%v", fault)
	case err != nil:
		return err
	case c.Waiting > 0:
		f.say("%d entries of the audit log wait", c.Waiting)
	}
	f.entries = c.Entries
	return nil
}
