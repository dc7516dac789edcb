package cases

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

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

// letterTx asks the post room for a letter in the format and languages the person needs. It answers its id, or why they cannot be written
// to, and then has written nothing.
func (o *Office) letterTx(ctx context.Context, tx pgx.Tx, r recipient, l letter) (id int64, why accounts.Refusal, err error) {
	d, a := r.draft, r.account
	if why = a.MayWrite(); why == accounts.ReachOK && l.kind == "continue" && !d.Opens(a) {
		why = accounts.NoBirth
	}
	if why != accounts.ReachOK {
		return 0, why, nil
	}
	var code accounts.Code
	if l.purpose != "" {
		if code, err = o.register.NewCodeTx(ctx, tx, l.purpose, d.filed, d.ID, letterCodeDays, o.now()); err != nil {
			return 0, "", fmt.Errorf("letter %s of draft %d: %w", l.kind, d.ID, err)
		}
	}
	langs := []lang.Lang{lang.En}
	if tongue(d, a) == lang.Cy {
		langs = []lang.Lang{lang.Cy, lang.En} // the law on Welsh: both, Welsh first
	}
	pages := make(map[lang.Lang]letters.Page, len(langs))
	for _, in := range langs {
		pages[in] = o.newPage(in, d, a, r.agency, code).written(l.write)
	}
	id, err = o.post.RequestTx(ctx, tx, letters.Request{Agency: d.Agency, Account: d.filed, Draft: d.ID, Kind: l.kind, Cause: l.cause(code.ID),
		Langs: langs, Format: string(a.Needs.Format), Address: envelope(a), Pages: pages, Code: code.ID, Postage: postage(l.kind)})
	if err != nil {
		return 0, "", fmt.Errorf("letter %s of draft %d: %w", l.kind, d.ID, err)
	}
	return id, accounts.ReachOK, nil
}

// postage is first class where the person loses time by waiting.
func postage(kind string) string {
	switch kind {
	case "continue", "refusal", "form":
		return "first"
	}
	return "second"
}

// The address window takes seven lines of 45 characters (Notify's letter specification).
const (
	windowLines = 7
	windowRunes = 45
)

// envelope is the address as it goes in the window: the name first, the postcode last. A long line is broken at a space; where that makes
// too many lines, the middle ones share.
func envelope(a accounts.Account) []string {
	lines := fold(nil, a.FullName)
	if a.Address == nil {
		return lines
	}
	for _, line := range a.Address.Lines {
		lines = fold(lines, line)
	}
	for i := 1; len(lines) >= windowLines && i+1 < len(lines); {
		both := lines[i] + ", " + lines[i+1]
		if utf8.RuneCountInString(both) > windowRunes {
			i++
			continue
		}
		lines = append(append(append([]string{}, lines[:i]...), both), lines[i+2:]...)
	}
	return append(lines, a.Address.Postcode)
}

func fold(lines []string, text string) []string {
	line := ""
	for _, word := range strings.Fields(text) {
		switch {
		case line == "":
			line = word
		case utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) <= windowRunes:
			line += " " + word
		default:
			lines, line = append(lines, line), word
		}
	}
	if line == "" {
		return lines
	}
	return append(lines, line)
}

// idNumber are National Insurance and NHS numbers, in the ways they are typed.
var idNumber = regexp.MustCompile(`(?i)\b[a-z]{2}[ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[a-d]\b|\b\d{3}[ -]?\d{3}[ -]?\d{4}\b`)

// withoutNumbers takes the numbers that identify a person out of what somebody typed: a letter is opened by others too.
func withoutNumbers(l lang.Lang, text string) string {
	return idNumber.ReplaceAllString(text, lang.T(l, "letters.number-left-out"))
}
