package cases

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"unicode"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/services"
)

// AddDocument stores a file for a question of a draft ("" for one asked for later): typed by its content, at most 10 MB. The same file for the
// same question is one document. It may come after the draft was submitted; a case that waits for it then gets a task. ErrTooBig, ErrFileType,
// ErrTooMany.
func (o *Office) AddDocument(ctx context.Context, by audit.Actor, draft int64, question, kind, name string, body io.Reader) (ref services.FileRef, err error) {
	bytes, err := io.ReadAll(io.LimitReader(body, maxFile+1))
	if err != nil {
		return ref, fmt.Errorf("document for draft %d: %w", draft, err)
	}
	if len(bytes) > maxFile {
		return ref, ErrTooBig
	}
	media, err := fileType(bytes)
	if err != nil {
		return ref, err
	}
	doc := Document{Draft: draft, Question: question, Kind: kind, Name: named(name, media), Type: media, Size: int64(len(bytes))}
	err = pgx.BeginFunc(ctx, o.db, func(tx pgx.Tx) error {
		doc.ID, err = o.keepDocument(ctx, tx, by, doc, bytes)
		return err
	})
	return services.FileRef{ID: doc.ID, Name: doc.Name, Kind: doc.Kind}, err
}

// SeeDocument records a document seen across the desk, no copy kept. Only staff see documents.
func (o *Office) SeeDocument(ctx context.Context, by audit.Actor, draft int64, question, kind string) (ref services.FileRef, err error) {
	if err := staffOnly(by); err != nil {
		return ref, err
	}
	doc := Document{Draft: draft, Question: question, Kind: kind, SeenOnly: true}
	err = pgx.BeginFunc(ctx, o.db, func(tx pgx.Tx) error {
		doc.ID, err = o.keepDocument(ctx, tx, by, doc, nil)
		return err
	})
	return services.FileRef{ID: doc.ID, Kind: kind, Seen: true}, err
}

func (o *Office) keepDocument(ctx context.Context, tx pgx.Tx, by audit.Actor, doc Document, body []byte) (int64, error) {
	d, err := o.draftFor(ctx, tx, by, doc.Draft, true)
	if err != nil {
		return 0, err
	}
	if doc.Question != "" && d.Service.Question(doc.Question) == nil {
		return 0, ErrNotFound
	}
	doc.Kind = printable(doc.Kind)
	id, isNew, err := o.insertDocument(ctx, tx, by, doc, body)
	if err != nil || !isNew {
		return id, err
	}
	if err := room(ctx, tx, d.ID); err != nil {
		return 0, err
	}
	kind := "document-added"
	if doc.SeenOnly {
		kind = "document-seen"
	}
	if err := o.event(ctx, tx, by, d.ID, d.Case, kind, map[string]any{"document": id, "type": doc.Kind}); err != nil {
		return 0, err
	}
	if err := o.evidenceCame(ctx, tx, d); err != nil {
		return 0, err
	}
	return id, audit.Record(ctx, tx, by, audit.Entry{Verb: "draft." + kind, Account: d.Account, Draft: d.ID, Case: d.Case})
}

func (o *Office) insertDocument(ctx context.Context, tx pgx.Tx, by audit.Actor, doc Document, body []byte) (id int64, isNew bool, err error) {
	var sum []byte
	if body != nil {
		s := sha256.Sum256(body)
		sum = s[:]
	}
	args := pgx.NamedArgs{"draft": doc.Draft, "question": doc.Question, "kind": doc.Kind, "seen": doc.SeenOnly, "name": doc.Name, "type": doc.Type,
		"size": doc.Size, "sum": sum, "body": body, "role": by.Role, "by": by.ID,
		"for": by.For, "caller": by.Caller, "door": by.Door, "now": o.now()}
	err = tx.QueryRow(ctx, `
		insert into documents (draft_id, question, kind, seen_only, name, media_type, size, sha256, body, actor_role, actor_id, on_behalf, caller_id,
		                       door, at)
		values (@draft, @question, @kind, @seen, @name, @type, @size, @sum, @body, @role, @by, nullif(@for::bigint, 0), nullif(@caller::bigint, 0),
		        @door, @now)
		on conflict (draft_id, question, sha256) do nothing
		returning id`, args).Scan(&id)
	if errors.Is(err, pgx.ErrNoRows) {
		err = tx.QueryRow(ctx, `select id from documents where draft_id = @draft and question = @question and sha256 = @sum`, args).Scan(&id)
	} else {
		isNew = err == nil
	}
	if err != nil {
		return 0, false, fmt.Errorf("document for draft %d: %w", doc.Draft, err)
	}
	return id, isNew, nil
}

// mostFiles is how many files one draft may have: five questions of a Blue Badge take 15 each, and staff ask for more. Without a bound
// one browser could fill the disk.
const mostFiles = 150

// room answers ErrTooMany where a draft now has more files than it may. The draft is locked: two uploads at once wait for each other.
func room(ctx context.Context, tx pgx.Tx, draft int64) error {
	var n int
	err := tx.QueryRow(ctx, `select count(*) from documents where draft_id = @draft`, pgx.NamedArgs{"draft": draft}).Scan(&n)
	if err != nil {
		return fmt.Errorf("documents of draft %d: %w", draft, err)
	}
	if n > mostFiles {
		return ErrTooMany
	}
	return nil
}

// evidenceCame tells staff, once until they have looked, that a case that waits was sent something.
func (o *Office) evidenceCame(ctx context.Context, tx pgx.Tx, d Draft) error {
	if d.Case == 0 {
		return nil
	}
	var waits bool
	err := tx.QueryRow(ctx, `
		select c.state = 'waiting' and not exists (select from tasks t where t.case_id = c.id and t.kind = 'evidence-came' and t.done_at is null)
		from cases c where c.id = @case`, pgx.NamedArgs{"case": d.Case}).Scan(&waits)
	if err != nil {
		return fmt.Errorf("evidence for case %d: %w", d.Case, err)
	}
	if !waits {
		return nil
	}
	_, err = o.AddTaskTx(ctx, tx, Task{Agency: d.Agency, Case: d.Case, Draft: d.ID, Account: d.filed, Kind: "evidence-came"})
	return err
}

// Document reads a stored file, for download only (never inline). Looking is recorded. ErrNotFound also where no copy was kept.
func (o *Office) Document(ctx context.Context, by audit.Actor, id int64) (doc Document, body []byte, err error) {
	err = pgx.BeginFunc(ctx, o.db, func(tx pgx.Tx) error {
		var agency, account, filed int64
		var restricted bool
		var service string
		var version int
		err := tx.QueryRow(ctx, `
			select `+documentColumns+`, b.body, d.agency_id, coalesce(person_id(a), 0), coalesce(c.id, 0), coalesce(person_hidden(a), false),
			       d.service, d.version
			from documents b
			join drafts d on d.id = b.draft_id
			left join cases c on c.draft_id = d.id
			left join accounts a on a.id = d.account_id
			where b.id = @document and not b.seen_only`, pgx.NamedArgs{"document": id}).Scan(append(documentFields(&doc), &body, &agency, &account, &filed, &restricted, &service, &version)...)
		if errors.Is(err, pgx.ErrNoRows) {
			return ErrNotFound
		}
		if err != nil {
			return fmt.Errorf("document %d: %w", id, err)
		}
		s, err := o.named(ctx, service, version)
		if err != nil {
			return err
		}
		if err := o.visible(ctx, tx, by, agency, account, restricted, matter(s, doc.Draft)); err != nil {
			return err
		}
		return audit.Record(ctx, tx, by, audit.Entry{Verb: "document.viewed", Account: account, Draft: doc.Draft, Case: filed})
	})
	if err != nil {
		return Document{}, nil, err
	}
	return doc, body, nil
}

const documentColumns = `b.id, b.draft_id, b.question, b.kind, b.seen_only, b.name, b.media_type, b.size, b.door, b.at`

func documentFields(d *Document) []any {
	return []any{&d.ID, &d.Draft, &d.Question, &d.Kind, &d.SeenOnly, &d.Name, &d.Type, &d.Size, &d.Door, &d.At}
}

// extensions are the endings of names that programs open as what a file is; the first is given to a name without one of them.
var extensions = map[string][]string{"image/jpeg": {".jpg", ".jpeg", ".jpe", ".jfif"}, "image/png": {".png"}, "image/webp": {".webp"},
	"image/heic": {".heic", ".heif", ".hif"}, "application/pdf": {".pdf"}}

// named is the last part of a file's name, short, without anything a header or a page could trip over, and ending as what the file
// is: what begins like a picture and is called .hta would be run by whoever opens it at the desk.
func named(name, media string) string {
	name = path.Base(strings.ReplaceAll(printable(name), `\`, "/"))
	if r := []rune(name); len(r) > 100 {
		name = string(r[len(r)-100:])
	}
	if name = strings.TrimLeft(name, "."); name == "" {
		name = "file"
	}
	ends := extensions[media]
	if !slices.Contains(ends, strings.ToLower(path.Ext(name))) {
		name += ends[0]
	}
	return name
}

// printable leaves out what has no place in a name or a code, and what turns the order of its letters round.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) || strings.ContainsRune(`"<>:;`, r) {
			return -1
		}
		return r
	}, s)
}
