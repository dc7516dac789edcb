package sms

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strconv"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/services"
)

// kindPicture is a message with something beside its text.
const kindPicture = "picture"

// maxPicture is the largest picture that is fetched, in bytes: what a document may have.
const maxPicture = 10 << 20

// mostFetches is how often one picture is asked for before it counts as lost.
const mostFetches = 5

// media is one picture of a message: state waiting, kept, or why not.
type media struct {
	N        int
	URL      string
	State    string
	Document int64
	Name     string
	Tries    int
}

func storeMedia(ctx context.Context, tx pgx.Tx, message int64, addresses []string) error {
	for i, address := range addresses {
		_, err := tx.Exec(ctx, `insert into sms_media (message_id, n, url) values (@message, @n, @url)`,
			pgx.NamedArgs{"message": message, "n": i, "url": address})
		if err != nil {
			return fmt.Errorf("picture of text %d: %w", message, err)
		}
	}
	return nil
}

type querier interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}

func mediaFrom(ctx context.Context, db querier, message int64) ([]media, error) {
	rows, err := db.Query(ctx, `
		select n, url, state, coalesce(document_id, 0), name, tries from sms_media where message_id = @message order by n`,
		pgx.NamedArgs{"message": message})
	if err != nil {
		return nil, fmt.Errorf("pictures of text %d: %w", message, err)
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[media])
}

// collect fetches the pictures of a message, where the person at this phone has proven who they are and was asked for one, and keeps
// each as a document of the draft: the same picture is the same document, however often this runs. What nobody asked for is not fetched.
func (d *Desk) collect(ctx context.Context, message int64, phone string) error {
	all, err := mediaFrom(ctx, d.c.DB, message)
	if err != nil || len(all) == 0 {
		return err
	}
	w, err := d.wanted(ctx, phone)
	if err != nil {
		return err
	}
	for _, m := range all {
		if m.State != "waiting" {
			continue
		}
		if w.question == nil {
			m.State = "unwanted"
		} else if err := d.fetch(ctx, message, &m, w); err != nil {
			return err
		}
		if err := d.setMedia(ctx, message, m); err != nil {
			return err
		}
	}
	return nil
}

// wanted is the question that a picture from a phone answers; its question is nil where none does.
type wanted struct {
	draft    int64
	question *services.Question
	by       audit.Actor
}

// wanted looks without a lock: whether the picture then answers is decided again with the conversation locked.
func (d *Desk) wanted(ctx context.Context, phone string) (w wanted, err error) {
	err = pgx.BeginFunc(ctx, d.c.DB, func(tx pgx.Tx) error {
		t := &turn{d: d, tx: tx, now: d.c.Now()}
		if t.c, err = d.lockConversation(ctx, tx, phone, t.now); err != nil {
			return err
		}
		q, _, err := t.asksPicture(ctx)
		w = wanted{t.c.Draft, q, t.actor()}
		return err
	})
	return w, err
}

// asksPicture is the question asked, where it is one that a picture answers.
func (t *turn) asksPicture(ctx context.Context) (*services.Question, cases.Draft, error) {
	if t.c.Memory.Stage != stageAsk || !t.c.proven(t.now) || t.c.Stopped != nil {
		return nil, cases.Draft{}, nil
	}
	dr, err := t.draft(ctx)
	if err != nil {
		return nil, dr, err
	}
	q := t.current(dr)
	if q == nil || q.Kind != services.File || !q.Photo || q.Doors[channels.SMS] != "" {
		return nil, dr, nil
	}
	return q, dr, nil
}

// fetch gets one picture and keeps it. m.State says what became of it; an error means that it is tried again.
func (d *Desk) fetch(ctx context.Context, message int64, m *media, w wanted) error {
	body, err := d.c.Sender.Fetch(ctx, m.URL, maxPicture)
	switch {
	case errors.Is(err, ErrNoMedia):
		m.State = "lost"
		return nil
	case err != nil:
		return d.fetchAgain(ctx, message, m, err)
	}
	kind := ""
	if len(w.question.Accept) == 1 {
		kind = w.question.Accept[0]
	}
	ref, err := d.c.Office.AddDocument(ctx, w.by, w.draft, w.question.ID, kind, "text-"+strconv.Itoa(m.N+1), bytes.NewReader(body))
	switch {
	case errors.Is(err, cases.ErrFileType):
		m.State = "type"
	case errors.Is(err, cases.ErrTooBig):
		m.State = "big"
	case errors.Is(err, cases.ErrTooMany):
		m.State = "many"
	case err != nil:
		return fmt.Errorf("picture of text %d: %w", message, err)
	default:
		m.State, m.Document, m.Name = "kept", ref.ID, ref.Name
	}
	return nil
}

// fetchAgain counts a failed fetch, on disk, and waits; the last makes the picture lost.
func (d *Desk) fetchAgain(ctx context.Context, message int64, m *media, cause error) error {
	slog.WarnContext(ctx, "text: a picture was not to be had", "message", message, "try", m.Tries+1, "err", cause)
	if m.Tries++; m.Tries >= mostFetches {
		m.State = "lost"
		return nil
	}
	if err := d.setMedia(ctx, message, *m); err != nil {
		return err
	}
	return river.JobSnooze(pause(m.Tries))
}

func (d *Desk) setMedia(ctx context.Context, message int64, m media) error {
	_, err := d.c.DB.Exec(ctx, `
		update sms_media set state = @state, document_id = nullif(@document::bigint, 0), name = @name, tries = @tries
		where message_id = @message and n = @n`,
		pgx.NamedArgs{"state": m.State, "document": m.Document, "name": m.Name, "tries": m.Tries, "message": message, "n": m.N})
	if err != nil {
		return fmt.Errorf("picture of text %d: %w", message, err)
	}
	return nil
}

// picture answers with the pictures that were kept. done is false where the message is none, or its text is to be taken instead.
func (t *turn) picture(ctx context.Context) (done bool, err error) {
	if t.in.Kind != kindPicture {
		return false, nil
	}
	all, err := mediaFrom(ctx, t.tx, t.in.ID)
	if err != nil {
		return false, err
	}
	q, d, err := t.asksPicture(ctx)
	switch {
	case err != nil:
		return false, err
	case q == nil && t.in.Body != "":
		t.add("picture") // their words count all the same
		return false, nil
	case q == nil:
		return false, nil
	}
	in := services.Input{Lang: t.c.Lang}
	for _, m := range all {
		if m.State == "kept" {
			in.Files = append(in.Files, services.FileRef{ID: m.Document, Name: m.Name})
		}
	}
	if len(in.Files) == 0 {
		return true, t.noPicture(ctx, d, q, all)
	}
	return true, t.record(ctx, d, q, in, "picture_kept")
}

// noPicture says why nothing was kept, and asks again; the second time a person helps.
func (t *turn) noPicture(ctx context.Context, d cases.Draft, q *services.Question, all []media) error {
	if t.c.Misses++; t.c.Misses >= 2 {
		t.c.Misses = 0
		t.add("sorry")
		return t.handOver(ctx, q.ID)
	}
	why := "picture_lost"
	for _, m := range all {
		if slices.Contains([]string{"type", "big", "many"}, m.State) {
			why = "picture_" + m.State
		}
	}
	t.add(why)
	return t.ask(ctx, d, q)
}
