package account

import (
	"cmp"
	"context"
	"fmt"
	"net/http"

	"github.com/samedoor/samedoor/accounts"
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

// lookLines word who looked; the same page opened twice within a minute says nothing more.
func (p *Pages) lookLines(ctx context.Context, l lang.Lang, found []accounts.Look) ([]line, error) {
	var out []line
	for _, x := range found {
		agency := ""
		if x.Agency != 0 {
			var err error
			if agency, err = p.agencyName(ctx, l, x.Agency); err != nil {
				return nil, err
			}
		}
		what, how := x.Say(l, agency)
		x := line{When: lang.Moment(l, x.At), What: what, State: how}
		if n := len(out); n > 0 && out[n-1] == x {
			continue
		}
		out = append(out, x)
	}
	return out, nil
}

func (p *Pages) agencyName(ctx context.Context, l lang.Lang, id int64) (string, error) {
	a, err := p.Staff.Agency(ctx, id)
	return a.Name(l), err
}
