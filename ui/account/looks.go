package account

import (
	"context"
	"net/http"
	"strings"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/ui/session"
)

// looks is who looked at somebody's record.
type looks struct {
	frame
	Lines []line
}

// Looks shows who looked at or changed this record, when, for which agency, through which door and why.
func (p *Pages) Looks(w http.ResponseWriter, r *http.Request) error {
	by, err := p.me(r)
	if err != nil {
		return err
	}
	found, err := p.Register.Looks(r.Context(), by.ID, mostLooks)
	if err != nil {
		return err
	}
	v := looks{frame: p.frame(r, "looks.title")}
	v.Back = "/account"
	if v.Lines, err = p.lookLines(r.Context(), v.frame.Lang, found); err != nil {
		return err
	}
	return session.Show(w, r, http.StatusOK, looksPage(v))
}

func (p *Pages) lookLines(ctx context.Context, l lang.Lang, found []accounts.Look) ([]line, error) {
	var out []line
	for _, x := range found {
		who, err := p.who(ctx, l, x)
		if err != nil {
			return nil, err
		}
		x := line{When: lang.Moment(l, x.At), What: who + ": " + did(l, x.Verb), State: why(l, x)}
		if n := len(out); n > 0 && out[n-1] == x {
			continue // the same page opened twice within a minute says nothing more
		}
		out = append(out, x)
	}
	return out, nil
}

// who is the one who looked: the person themselves, or an agency. Staff are not named.
func (p *Pages) who(ctx context.Context, l lang.Lang, x accounts.Look) (string, error) {
	if x.Agency != 0 {
		a, err := p.Staff.Agency(ctx, x.Agency)
		return a.Name(l), err
	}
	switch x.Role {
	case audit.Citizen:
		return lang.T(l, "account.looks.you"), nil
	case audit.Helper:
		return lang.T(l, "account.looks.helper"), nil
	case audit.Staff, audit.System:
	}
	return lang.T(l, "account.looks.system"), nil
}

// did words what was done; verbs without a sentence of their own are "used the record".
func did(l lang.Lang, verb string) string {
	if key := "account.did." + strings.NewReplacer(".", "_", "-", "_").Replace(verb); lang.Has(l, key) {
		return lang.T(l, key)
	}
	return lang.T(l, "account.did.other")
}

// why is the door and the reason, where one was given.
func why(l lang.Lang, x accounts.Look) string {
	text, reason := "", reasonOf(l, x.Why)
	if key := "account.doors." + x.Door; lang.Has(l, key) {
		text = lang.T(l, key)
	}
	switch {
	case text == "":
		return reason
	case reason == "":
		return text
	}
	return text + ". " + lang.T(l, "account.looks.reason", "why", reason)
}

// reasonOf words a reason: the desk records the key of one, a conversation its outcome; what somebody typed stands as it is. A
// code we have no words for says nothing.
func reasonOf(l lang.Lang, recorded string) string {
	for _, key := range []string{recorded, "contacts.outcomes." + recorded} {
		if lang.Has(l, key) {
			return lang.T(l, key)
		}
	}
	if !strings.Contains(recorded, " ") {
		return ""
	}
	return recorded
}
