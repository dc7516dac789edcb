package letters

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/letters/sheet"
)

// RenderArgs asks for a letter to be made into a PDF.
type RenderArgs struct {
	Letter int64 `json:"letter" river:"unique"`
}

// Kind is the job's stable name.
func (RenderArgs) Kind() string { return "letter-render" }

// InsertOpts puts rendering on the post room's own queue, so that a print run does not hold up texts.
func (RenderArgs) InsertOpts() river.InsertOpts { return river.InsertOpts{Queue: Queue} }

// Queue is the post room's River queue.
const Queue = "letters"

type renderer struct {
	river.WorkerDefaults[RenderArgs]
	room *Room
}

// Work renders outside any transaction and stores the result only if the letter is still waiting for it, so that it may run twice.
func (w *renderer) Work(ctx context.Context, job *river.Job[RenderArgs]) error {
	return w.room.render(ctx, job.Args.Letter)
}

func (r *Room) render(ctx context.Context, id int64) error {
	l, c, code, err := r.load(ctx, id)
	if errors.Is(err, ErrNotFound) {
		return river.JobCancel(err)
	}
	if err != nil {
		return err
	}
	if l.State != Requested {
		return nil
	}
	head, err := audit.Latest(ctx, r.db)
	if err != nil {
		return err
	}
	if c.record = ""; head.Size > 0 {
		c.record = head.Printed()
	}
	doc, problems := r.typeset(c, l.Format, r.secret(code))
	if len(problems) > 0 {
		return r.fail(ctx, id, problems)
	}
	var pdf bytes.Buffer
	if err := r.press.PDF(&pdf, doc); err != nil {
		return fmt.Errorf("render letter %d: %w", id, err)
	}
	sum := sha256.Sum256(pdf.Bytes())
	_, err = r.db.Exec(ctx, `
		update letters set state = 'rendered', pages = @pages, pdf = @pdf, sha256 = @sum, record = @record, rendered_at = now()
		where id = @id and state = 'requested'`,
		pgx.NamedArgs{"id": id, "pages": doc.Pages(), "pdf": pdf.Bytes(), "sum": sum[:], "record": c.record})
	if err != nil {
		return fmt.Errorf("render letter %d: %w", id, err)
	}
	return nil
}

// fail ends a letter that cannot be made. A person is told by FailedArgs: trying again would not help.
func (r *Room) fail(ctx context.Context, id int64, problems []sheet.Problem) error {
	names := make([]string, len(problems))
	for i, p := range problems {
		names[i] = p.Name() // without the detail: an address's own characters do not belong in a log
	}
	return pgx.BeginFunc(ctx, r.db, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `update letters set state = 'failed', problem = @problem where id = @id and state = 'requested'`,
			pgx.NamedArgs{"id": id, "problem": strings.Join(names, " ")})
		if err != nil || tag.RowsAffected() == 0 {
			return err
		}
		_, err = r.jobs.InsertTx(ctx, tx, FailedArgs{Letter: id}, nil)
		return err
	})
}

// load reads a letter with what it says.
func (r *Room) load(ctx context.Context, id int64) (Letter, content, int64, error) {
	var c content
	var body []byte
	var code int64
	var record string
	l, err := r.Read(ctx, id)
	if err != nil {
		return l, c, 0, err
	}
	err = r.db.QueryRow(ctx, `select content, coalesce(code_id, 0), record from letters where id = $1`, id).Scan(&body, &code, &record)
	if err == nil {
		err = json.Unmarshal(body, &c)
		c.record = record
	}
	if err != nil {
		return l, c, 0, fmt.Errorf("letter %d: %w", id, err)
	}
	return l, c, code, nil
}

// secret is the text of a code; "" where the letter has none.
func (r *Room) secret(code int64) string {
	if code == 0 {
		return ""
	}
	return r.codes(code)
}

// formMost is how many pages a form may have: what two digits on each page count, and 50 sheets in a C4 envelope weigh 250 g.
const formMost = 99

// typeset makes the document of a letter or a form, or says why it cannot be made.
func (r *Room) typeset(c content, format, code string) (*sheet.Document, []sheet.Problem) {
	if c.Form == nil {
		return r.press.Layout(r.compose(c, format, code))
	}
	doc, problems := r.press.Document(*c.Form)
	problems = append(problems, sheet.CheckAddress(c.Address)...)
	if len(c.Form.Pages) > formMost {
		problems = append(problems, sheet.LetterTooLong)
	}
	return doc, problems
}

// compose makes the sheet: the first language with the second behind it in one envelope.
func (r *Room) compose(c content, format, code string) sheet.Letter {
	first := r.part(c, c.Langs[0], format, code)
	for _, l := range c.Langs[1:] {
		second := r.part(c, l, format, code)
		first.Second = &second
	}
	return first
}

func (r *Room) part(c content, l lang.Lang, format, code string) sheet.Letter {
	p := c.Pages[l]
	out := sheet.Letter{Lang: string(l), Format: sheet.Format(format), Address: c.Address, Sender: p.Sender,
		AgencyName: p.Agency, Date: p.Date, Reference: p.Reference,
		PageLabel: func(page, of int) string { return lang.Fill(p.Of, "page", page, "of", of) }}
	if c.record != "" {
		out.Mark = lang.T(l, "letters.record", "record", c.record)
	}
	for _, b := range p.Blocks {
		if made := r.block(b, code); made != nil {
			out.Blocks = append(out.Blocks, made)
		}
	}
	return out
}

// block turns a requested block into a printed one; the code is put in here and nowhere else.
func (r *Room) block(b Block, code string) sheet.Block {
	switch b.Kind {
	case "heading":
		return sheet.Heading{Text: b.Text}
	case "paragraph":
		return sheet.Paragraph{Text: b.Text}
	case "list":
		return sheet.List{Items: b.Items}
	case "steps":
		return sheet.Steps{Items: b.Items}
	case "facts":
		rows := make([]sheet.Fact, len(b.Facts))
		for i, f := range b.Facts {
			rows[i] = sheet.Fact{Label: f[0], Value: f[1]}
		}
		return sheet.Facts{Rows: rows}
	case "code":
		return sheet.Code{Label: b.Text, Text: code}
	case "qr":
		return sheet.QR{Data: []byte(r.public + "/c/" + code), Caption: b.Text}
	case "signature":
		s := sheet.Signature{Closing: b.Text}
		if len(b.Items) > 0 {
			s.Name, s.Lines = b.Items[0], b.Items[1:]
		}
		return s
	}
	return nil
}
