package account

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/ui/session"
)

// looksAPage is how many entries stand on a page of who looked.
const looksAPage = 50

// looks is who looked at somebody's record.
type looks struct {
	own
	Lines  []line
	Older  string // "" on the last page
	Newest bool   // this is not the first page
}

// Looks shows who looked at or changed this record, when, for which agency and team, through which door and why.
func (p *Pages) Looks(w http.ResponseWriter, r *http.Request) error {
	by, err := p.whoever(r)
	if err != nil {
		return err
	}
	if may, err := p.Register.MayReadLooks(r.Context(), by, by.Whom()); err != nil || !may {
		return cmp.Or(err, error(session.ErrActing))
	}
	if by.For != 0 { // a helper's own look is among it
		if _, err := p.Register.Open(r.Context(), by, by.Whom()); err != nil {
			return err
		}
	}
	before := whole(r.URL.Query().Get("before"))
	found, err := p.Register.Looks(r.Context(), by.Whom(), before, looksAPage+1)
	if err != nil {
		return err
	}
	v := looks{own: p.ownPage(r, "looks"), Newest: before != 0}
	v.Title = v.frame.T("looks.title")
	if len(found) > looksAPage {
		found = found[:looksAPage]
		v.Older = fmt.Sprintf("/account/looks?before=%d", found[looksAPage-1].ID)
	}
	if v.Lines, err = p.lookLines(r.Context(), v.frame.Lang, found); err != nil {
		return err
	}
	return session.Show(w, r, http.StatusOK, looksPage(v))
}

func (p *Pages) lookLines(ctx context.Context, l lang.Lang, found []accounts.Look) ([]line, error) {
	return LookLines(ctx, l, found, p.agencyName)
}

func (p *Pages) agencyName(ctx context.Context, l lang.Lang, id int64) (string, error) {
	a, err := p.Staff.Agency(ctx, id)
	return a.Name(l), err
}

// LookLines words who looked; the same page opened twice within a minute says nothing more.
func LookLines(ctx context.Context, l lang.Lang, found []accounts.Look, agency func(context.Context, lang.Lang, int64) (string, error)) ([]line, error) {
	var out []line
	for _, x := range found {
		who, err := who(ctx, l, x, agency)
		if err != nil {
			return nil, err
		}
		x := line{When: lang.Moment(l, x.At), What: who + ": " + did(l, x.Verb), State: why(l, x)}
		if n := len(out); n > 0 && out[n-1] == x {
			continue
		}
		out = append(out, x)
	}
	return out, nil
}

// who is the one who looked: the person themselves, or an agency and its team. Staff are not named.
func who(ctx context.Context, l lang.Lang, x accounts.Look, agency func(context.Context, lang.Lang, int64) (string, error)) (string, error) {
	if x.Agency != 0 {
		name, err := agency(ctx, l, x.Agency)
		if x.Team != "" {
			name = lang.T(l, "page.looks.team", "agency", name, "team", x.Team)
		}
		return name, err
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
