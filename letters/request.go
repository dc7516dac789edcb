package letters

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/letters/sheet"
)

// content is a letter as it is kept until, and after, it is made. It holds no code. A form is kept as it is drawn: what its boxes are for is
// known by its serial, and must not change when the program learns to draw it better.
type content struct {
	Langs   []lang.Lang        `json:"langs"`
	Address []string           `json:"address"`
	Pages   map[lang.Lang]Page `json:"pages,omitempty"`
	Form    *sheet.Drawn       `json:"form,omitempty"`

	record string // the head of the log that it is printed with; stands in a column of its own
}

// The pieces of post: a letter, of at most ten pages, and a form, which may be longer.
const (
	aLetter = "letter"
	aForm   = "form"
)

// RequestTx asks for a letter inside the transaction that causes it, and enqueues its rendering there. The same cause twice is
// one letter: its id is given again. Where it goes, and in which format and languages, is what accounts.Reach decided; the database refuses
// besides a letter to somebody who died, who must not be written to, or who needs another format.
func (r *Room) RequestTx(ctx context.Context, tx pgx.Tx, q Request) (int64, error) {
	if q.Way.Door() != accounts.Letter {
		return 0, fmt.Errorf("request letter %s: %w", q.Cause, ErrNoWay)
	}
	langs := q.Way.Langs()
	if q.Form != nil {
		langs = langs[:1] // a form is filled in once
	}
	body, err := json.Marshal(content{Langs: langs, Address: q.Way.Address(), Pages: q.Pages, Form: q.Form})
	if err != nil {
		return 0, fmt.Errorf("request letter: %w", err)
	}
	if q.Postage == "" {
		q.Postage = "second"
	}
	piece := aLetter
	if q.Form != nil {
		piece = aForm
	}
	var id int64
	err = tx.QueryRow(ctx, `
		insert into letters (agency_id, account_id, reader_id, draft_id, kind, cause, lang, format, content, code_id, postage, piece, plain)
		values (@agency, @account::bigint, nullif(@reader::bigint, @account::bigint), nullif(@draft, 0), @kind, @cause, @lang, @format, @content, nullif(@code, 0), @postage, @piece, @plain)
		on conflict (cause) do nothing
		returning id`,
		pgx.NamedArgs{"agency": q.Agency, "account": q.Way.Account(), "reader": q.Way.Reader(), "draft": q.Draft, "kind": q.Kind, "cause": q.Cause,
			"lang": langs[0], "format": q.Way.Format(), "plain": !q.Way.Named(), "content": body, "code": q.Code, "postage": q.Postage, "piece": piece}).Scan(&id)
	if errors.Is(err, pgx.ErrNoRows) {
		return r.already(ctx, tx, q.Cause)
	}
	if err != nil {
		return 0, fmt.Errorf("request letter %s: %w", q.Cause, err)
	}
	if _, err := r.jobs.InsertTx(ctx, tx, RenderArgs{Letter: id}, nil); err != nil {
		return 0, fmt.Errorf("request letter %s: %w", q.Cause, err)
	}
	return id, nil
}

func (r *Room) already(ctx context.Context, tx pgx.Tx, cause string) (int64, error) {
	var id int64
	if err := tx.QueryRow(ctx, `select id from letters where cause = $1`, cause).Scan(&id); err != nil {
		return 0, fmt.Errorf("request letter %s: %w", cause, err)
	}
	return id, nil
}
