package letters

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/letters/sheet"
)

const columns = `id, agency_id, head_of(account_id), coalesce(draft_id, 0), kind, lang, format, state, coalesce(batch_id, 0), pages, problem,
	requested_at, dispatched_at, array(select jsonb_array_elements_text(content->'address'))`

func (r *Room) list(ctx context.Context, where string, args pgx.NamedArgs) ([]Letter, error) {
	rows, err := r.db.Query(ctx, `select `+columns+` from letters where (`+where+`) order by id desc limit @limit`, args)
	if err != nil {
		return nil, fmt.Errorf("letters: %w", err)
	}
	found, err := pgx.CollectRows(rows, scanLetter)
	if err != nil {
		return nil, fmt.Errorf("letters: %w", err)
	}
	return found, nil
}

func scanLetter(row pgx.CollectableRow) (l Letter, err error) {
	err = row.Scan(&l.ID, &l.Agency, &l.Account, &l.Draft, &l.Kind, &l.Lang, &l.Format, &l.State, &l.Batch, &l.Pages,
		&l.Problem, &l.RequestedAt, &l.DispatchedAt, &l.Address)
	return l, err
}

// ByDraft are the letters of a draft, newest first.
func (r *Room) ByDraft(ctx context.Context, draft int64) ([]Letter, error) {
	return r.list(ctx, `draft_id = @draft`, pgx.NamedArgs{"draft": draft, "limit": 100})
}

// QueueByDraft is ByDraft as part of a batch.
func QueueByDraft(b *pgx.Batch, draft int64, into *[]Letter) {
	b.Queue(`select `+columns+` from letters where draft_id = @draft order by id desc limit 100`, pgx.NamedArgs{"draft": draft}).
		Query(func(rows pgx.Rows) (err error) {
			*into, err = pgx.CollectRows(rows, scanLetter)
			return err
		})
}

// ByAccount are the letters to the person of an account, newest first.
func (r *Room) ByAccount(ctx context.Context, account int64, limit int) ([]Letter, error) {
	return r.list(ctx, `account_id = any(person_of(@account))`, pgx.NamedArgs{"account": account, "limit": limit})
}

// Recent are an agency's latest letters (0 for all agencies): the post-room screen and the demonstration's doormat.
func (r *Room) Recent(ctx context.Context, agency int64, limit int) ([]Letter, error) {
	if agency == 0 {
		return r.list(ctx, `true`, pgx.NamedArgs{"limit": limit})
	}
	return r.list(ctx, `agency_id = @agency`, pgx.NamedArgs{"agency": agency, "limit": limit})
}

// Read is one letter, or ErrNotFound.
func (r *Room) Read(ctx context.Context, id int64) (Letter, error) {
	found, err := r.list(ctx, `id = @id`, pgx.NamedArgs{"id": id, "limit": 1})
	if err != nil {
		return Letter{}, err
	}
	if len(found) == 0 {
		return Letter{}, fmt.Errorf("letter %d: %w", id, ErrNotFound)
	}
	return found[0], nil
}

// PDF writes the letter as it is printed; ErrNotFound until it is rendered.
func (r *Room) PDF(ctx context.Context, id int64, w io.Writer) error {
	var pdf []byte
	err := r.db.QueryRow(ctx, `select pdf from letters where id = $1 and pdf is not null`, id).Scan(&pdf)
	if errors.Is(err, pgx.ErrNoRows) {
		return fmt.Errorf("letter %d: %w", id, ErrNotFound)
	}
	if err != nil {
		return fmt.Errorf("letter %d: %w", id, err)
	}
	_, err = w.Write(pdf)
	return err
}

// Image is one page (from 1) of a letter as PNG, drawn from the same layout as the PDF. It shows the code: only the person the
// letter is to, or the demonstration's doormat, may be given it.
func (r *Room) Image(ctx context.Context, id int64, page, dpi int) ([]byte, error) {
	doc, err := r.document(ctx, id, true)
	if err != nil {
		return nil, err
	}
	if page < 1 || page > doc.Pages() {
		return nil, fmt.Errorf("letter %d page %d: %w", id, page, ErrNotFound)
	}
	return doc.PNG(page, dpi)
}

// Text is the letter as plain text in reading order, for those who cannot see the page. A code in it is masked: staff read it too.
func (r *Room) Text(ctx context.Context, id int64) (string, error) {
	doc, err := r.document(ctx, id, false)
	if err != nil {
		return "", err
	}
	return doc.Text(), nil
}

// mask stands for a code where it must not be shown.
const mask = "****-****-****"

func (r *Room) document(ctx context.Context, id int64, withCode bool) (*sheet.Document, error) {
	l, c, code, err := r.load(ctx, id)
	if err != nil {
		return nil, err
	}
	secret := mask
	if withCode {
		secret = r.secret(code)
	}
	doc, problems := r.typeset(c, l.Format, secret)
	if len(problems) > 0 {
		return nil, fmt.Errorf("letter %d: %s: %w", id, problems[0].Name(), ErrNotFound)
	}
	return doc, nil
}

// OfPerson are the letters to a person, newest first by Letter.At, before a time, at most limit.
func (r *Room) OfPerson(ctx context.Context, account int64, before time.Time, limit int) ([]Letter, error) {
	rows, err := r.db.Query(ctx, `
		select `+columns+` from letters
		where account_id = any(person_of(@account)) and coalesce(dispatched_at, requested_at) < @before
		order by coalesce(dispatched_at, requested_at) desc, id desc limit @limit`, pgx.NamedArgs{"account": account, "before": before, "limit": limit})
	if err != nil {
		return nil, fmt.Errorf("letters to account %d: %w", account, err)
	}
	found, err := pgx.CollectRows(rows, scanLetter)
	if err != nil {
		return nil, fmt.Errorf("letters to account %d: %w", account, err)
	}
	return found, nil
}

// Print writes lines that were laid out elsewhere, by Wrap, as a PDF to read or print at once.
func (r *Room) Print(d sheet.Drawn, w io.Writer) error {
	doc, problems := r.press.Document(d)
	if len(problems) > 0 {
		return fmt.Errorf("print: %v", problems)
	}
	return r.press.PDF(w, doc)
}

// Wrap parts a text into lines of a width in millimetres, of characters that can be printed.
func (r *Room) Wrap(text string, bold bool, size, width float64) []string {
	return r.press.Wrap(text, bold, size, width)
}
