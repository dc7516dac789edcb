package cases

import (
	"context"
	"fmt"
	"regexp"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/letters"
)

// letter is one to be written: what it is about makes it one however often it is asked for.
type letter struct {
	kind    string
	about   int64  // case or decision, or 0: the code makes it one
	part    int64  // the rev of a case that may be written to more than once about the same thing
	purpose string // of the code on it; "" for none
	write   func(p *page)
}

func (l letter) cause(code int64) string {
	switch {
	case l.about == 0:
		return fmt.Sprintf("%s:code:%d", l.kind, code)
	case l.part != 0:
		return fmt.Sprintf("%s:%d:%d", l.kind, l.about, l.part)
	}
	return fmt.Sprintf("%s:%d", l.kind, l.about)
}

// letterTx asks the post room for a letter by a way that is one of letters, and answers its id.
func (o *Office) letterTx(ctx context.Context, tx pgx.Tx, r recipient, way accounts.Way, l letter) (id int64, err error) {
	d := r.draft
	var code accounts.Code
	if l.purpose != "" {
		if code, err = o.register.NewCodeTx(ctx, tx, l.purpose, d.filed, d.ID, letterCodeDays, o.now()); err != nil {
			return 0, fmt.Errorf("letter %s of draft %d: %w", l.kind, d.ID, err)
		}
	}
	pages := make(map[lang.Lang]letters.Page, len(lang.All))
	for _, in := range way.Langs() {
		pages[in] = o.newPage(in, d, r.account.Account, way, r.agency, code).written(l.write)
	}
	id, err = o.post.RequestTx(ctx, tx, letters.Request{Way: way, Agency: d.Agency, Draft: d.ID, Kind: l.kind, Cause: l.cause(code.ID),
		Pages: pages, Code: code.ID, Postage: postage(l.kind)})
	if err != nil {
		return 0, fmt.Errorf("letter %s of draft %d: %w", l.kind, d.ID, err)
	}
	return id, nil
}

// postage is first class where the person loses time by waiting.
func postage(kind string) string {
	switch kind {
	case "continue", "refusal", "form":
		return "first"
	}
	return "second"
}

// idNumber are National Insurance and NHS numbers, in the ways they are typed.
var idNumber = regexp.MustCompile(`(?i)\b[a-z]{2}[ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[a-d]\b|\b\d{3}[ -]?\d{3}[ -]?\d{4}\b`)

// withoutNumbers takes the numbers that identify a person out of what somebody typed: a letter is opened by others too.
func withoutNumbers(l lang.Lang, text string) string {
	return idNumber.ReplaceAllString(text, lang.T(l, "letters.number-left-out"))
}
