package sms

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
)

// Bounds of a webhook: Twilio gives up after 15 s, and sends a few kB.
const (
	webhookTime  = 10 * time.Second
	webhookBytes = 64 << 10
)

// Inbound takes texts of citizens: verified by signature, stored once by MessageSid together with the job that answers it, and
// acknowledged at once with an empty document, so that Twilio says nothing by itself. A wrong signature is 403.
func (d *Desk) Inbound() http.Handler {
	return d.webhook(InboundPath, func(ctx context.Context, form url.Values) (status int, err error) {
		in := arrived{SID: plain(form.Get("MessageSid"), 64), From: plain(form.Get("From"), 40), To: plain(form.Get("To"), 40),
			Body: plain(form.Get("Body"), maxCharacters), OptOut: plain(form.Get("OptOutType"), 10)}
		if in.SID == "" || in.From == "" {
			return http.StatusBadRequest, nil
		}
		if in.Media = mediaOf(form); len(in.Media) > 0 {
			in.Kind = kindPicture
		}
		return http.StatusOK, d.store(ctx, in)
	})
}

// Status takes delivery reports, in any order and repeated: each is stored once by SID and status.
func (d *Desk) Status() http.Handler {
	return d.webhook(StatusPath, func(ctx context.Context, form url.Values) (status int, err error) {
		sid, state := plain(form.Get("MessageSid"), 64), plain(form.Get("MessageStatus"), 40)
		if sid == "" || state == "" {
			return http.StatusBadRequest, nil
		}
		code, _ := strconv.Atoi(form.Get("ErrorCode")) // absent is no error
		return http.StatusOK, d.storeStatus(ctx, sid, state, code)
	})
}

// webhook reads and verifies a form posted to path, lets take have it, and answers.
func (d *Desk) webhook(path string, take func(context.Context, url.Values) (int, error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), webhookTime)
		defer cancel()
		if r.Method != http.MethodPost {
			w.Header().Set("Allow", http.MethodPost)
			w.WriteHeader(http.StatusMethodNotAllowed)
			return
		}
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, webhookBytes))
		if err != nil {
			w.WriteHeader(http.StatusRequestEntityTooLarge)
			return
		}
		form, err := url.ParseQuery(string(bytes.TrimSpace(body)))
		if err != nil {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		if !signed(d.c.AuthToken, d.c.Public+path, form, r.Header.Get("X-Twilio-Signature")) {
			slog.WarnContext(ctx, "webhook: wrong signature", "path", path)
			w.WriteHeader(http.StatusForbidden)
			return
		}
		status, err := take(ctx, form)
		if err != nil {
			slog.ErrorContext(ctx, "webhook", "path", path, "err", err)
			status = http.StatusServiceUnavailable
		}
		answer(w, status)
	})
}

func answer(w http.ResponseWriter, status int) {
	w.Header().Set("Content-Type", "text/xml; charset=utf-8")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, `<?xml version="1.0" encoding="UTF-8"?><Response/>`) // the caller went away
}

// arrived is a text as it came in. Media are the addresses of its pictures.
type arrived struct {
	SID, From, To, Body, Kind, OptOut string
	Media                             []string
}

// mostMedia is how many pictures a message has at most, at Twilio and here.
const mostMedia = 10

// mediaOf are the addresses of the pictures of a message.
func mediaOf(form url.Values) (media []string) {
	n, _ := strconv.Atoi(form.Get("NumMedia")) // absent is none
	for i := range min(n, mostMedia) {
		media = append(media, plain(form.Get("MediaUrl"+strconv.Itoa(i)), 500))
	}
	return media
}

// store keeps a text and the promise to answer it, in one transaction; one that came before is not kept again.
func (d *Desk) store(ctx context.Context, in arrived) error {
	return pgx.BeginFunc(ctx, d.c.DB, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `
			insert into sms_messages (direction, phone, our, sid, kind, body, segments, state, made_at)
			values ('in', @from, @to, @sid, @kind, @body, @segments, 'received', @now)
			on conflict (sid) do nothing
			returning id`,
			pgx.NamedArgs{"from": d.veil(in.From), "to": in.To, "sid": in.SID, "kind": in.Kind, "body": d.veilBody(in.Body), "segments": Segments(in.Body), "now": d.c.Now()})
		if err != nil {
			return err
		}
		ids, err := pgx.CollectRows(rows, pgx.RowTo[int64])
		if err != nil || len(ids) == 0 {
			return err
		}
		if err := storeMedia(ctx, tx, ids[0], in.Media); err != nil {
			return err
		}
		return d.enqueueTx(ctx, tx, InboundArgs{Message: ids[0], OptOut: in.OptOut}, &river.InsertOpts{Priority: 1})
	})
}

func (d *Desk) storeStatus(ctx context.Context, sid, status string, code int) error {
	return pgx.BeginFunc(ctx, d.c.DB, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `
			insert into sms_statuses (sid, status, error_code, at) values (@sid, @status, @code, @now)
			on conflict do nothing`, pgx.NamedArgs{"sid": sid, "status": status, "code": code, "now": d.c.Now()})
		if err != nil || tag.RowsAffected() == 0 {
			return err
		}
		return d.enqueueTx(ctx, tx, StatusArgs{SID: sid}, nil)
	})
}

// plain is text the database takes, no longer than that.
func plain(s string, characters int) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\ufffd"), "\x00", "")
	if r := []rune(s); len(r) > characters {
		s = string(r[:characters])
	}
	return strings.TrimSpace(s)
}
