package desk

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/ui/govuk"
	"github.com/samedoor/samedoor/ui/session"
)

type joinedView struct {
	frame
	opened
	joins   []accounts.Joined
	records []accounts.Account
	query   string
	found   []accounts.Found
}

// Joined shows which records a person has, each as it stands alone, when and why they were joined, and looks for more of theirs.
func (p *Pages) Joined(w http.ResponseWriter, r *http.Request) error {
	o, ok, err := p.openPerson(r)
	if err != nil {
		return err
	}
	if !ok {
		return p.askReason(w, r, o)
	}
	v := joinedView{opened: o, query: strings.TrimSpace(r.URL.Query().Get("q"))}
	if v.joins, err = p.Register.Joins(r.Context(), o.v.by, o.account.ID); err != nil {
		return err
	}
	if v.records, err = p.Register.OwnRecords(r.Context(), o.v.by, o.account.ID); err != nil {
		return err
	}
	if v.query != "" {
		if v.found, err = p.Register.Search(r.Context(), o.v.by, v.query); err != nil {
			return err
		}
	}
	v.frame = p.frame(r, o.v, "", v.opened.v.M("of", "name", o.account.FullName))
	return session.Show(w, r, http.StatusOK, joinedPage(v))
}

func (v joinedView) heads() []string {
	out := make([]string, len(v.records))
	for i, a := range v.records {
		if out[i] = v.M("record", "number", number(a.ID)); i == 0 && len(v.records) > 1 {
			out[i] = v.M("record_head", "number", number(a.ID))
		}
	}
	return out
}

func joinPath(join int64, verb ...string) string { return below("/desk/joined/"+number(join), verb) }

// whyJoined is why two records were joined: as somebody wrote it, or the program's reason in words.
func (v visit) whyJoined(why string) string {
	if lang.Has(v.lang, why) {
		return lang.T(v.lang, why)
	}
	return why
}

// whoJoined is who joined them.
func (v visit) whoJoined(name string) string {
	if name == "" {
		return v.M("the_program")
	}
	return name
}

type partView struct {
	frame
	join  accounts.Joined
	typed url.Values
	wrong string
}

// PartForm asks why two people are to be parted, and says what that does.
func (p *Pages) PartForm(w http.ResponseWriter, r *http.Request) error {
	v, join, err := p.openJoin(r)
	if err != nil {
		return err
	}
	if join.UndoneAt != nil {
		return session.To(w, r, joinPath(join.ID))
	}
	return p.showPart(w, r, http.StatusOK, v, partView{join: join, typed: url.Values{}})
}

func (p *Pages) openJoin(r *http.Request) (visit, accounts.Joined, error) {
	v, err := p.visiting(r)
	if err != nil {
		return v, accounts.Joined{}, err
	}
	n, err := id(r)
	if err != nil {
		return v, accounts.Joined{}, err
	}
	v.by = because(v.by, "merge.why_parted")
	join, err := p.Register.JoinRead(r.Context(), v.by, n)
	return v, join, err
}

// PartPeople undoes a joining, and leads on to what is to be decided.
func (p *Pages) PartPeople(w http.ResponseWriter, r *http.Request) error {
	v, join, err := p.openJoin(r)
	if err != nil {
		return err
	}
	typed, err := posted(r)
	if err != nil {
		return err
	}
	parted, wrong, err := p.Office.Part(r.Context(), v.by, join.ID, strings.TrimSpace(typed.Get("why")))
	switch {
	case errors.Is(err, accounts.ErrUndone):
		return session.To(w, r, joinPath(join.ID))
	case err != nil:
		return err
	case len(wrong) > 0:
		return p.showPart(w, r, http.StatusUnprocessableEntity, v, partView{join: join, typed: typed, wrong: accounts.Sentence(v.lang, wrong[0])})
	}
	p.tell(r, "merge.parted_done")
	if parted.Left > 0 {
		return session.To(w, r, joinPath(join.ID))
	}
	return session.To(w, r, personPath(parted.Joined, "joined"))
}

func (p *Pages) showPart(w http.ResponseWriter, r *http.Request, status int, v visit, view partView) error {
	view.frame = p.frame(r, v, "", v.M("part.title"))
	if view.wrong != "" {
		view.problems = []govuk.ErrorSummaryItem{problem(view.wrong, "why")}
	}
	return session.Show(w, r, status, partPage(view))
}

type placingsView struct {
	frame
	join accounts.Joined
	came []accounts.Placing
}

// Placings lists what came while two people were joined that were parted since, for somebody to say whose each is.
func (p *Pages) Placings(w http.ResponseWriter, r *http.Request) error {
	v, join, err := p.openJoin(r)
	if err != nil {
		return err
	}
	view := placingsView{join: join}
	if view.came, err = p.Register.Placings(r.Context(), v.by, join.ID); err != nil {
		return err
	}
	view.frame = p.frame(r, v, "", v.M("place.title"))
	return session.Show(w, r, http.StatusOK, placingsPage(view))
}

// Place takes one decision: it stays, or goes to the other.
func (p *Pages) Place(w http.ResponseWriter, r *http.Request) error {
	v, join, err := p.openJoin(r)
	if err != nil {
		return err
	}
	typed, err := posted(r)
	if err != nil {
		return err
	}
	one := accounts.Placing{Join: join.ID, Kind: typed.Get("kind"), Item: wanted(typed.Get("item")), Account: wanted(typed.Get("account"))}
	left, err := p.Office.Place(r.Context(), v.by, one, typed.Get("goes") == "yes")
	switch {
	case stale(err):
		p.tell(r, "merge.decided_already")
	case err != nil:
		return err
	case left == 0:
		p.tell(r, "merge.place.all_done")
	default:
		p.tell(r, "merge.place.one_done")
	}
	return session.To(w, r, joinPath(join.ID))
}

// nameOf is what the record a thing is on is called, and nameOfOther the record it may go to.
func (v placingsView) nameOf(account int64) string {
	if account == v.join.Joined {
		return v.join.JoinedName
	}
	if account == v.join.Kept {
		return v.join.KeptName
	}
	return v.M("record", "number", number(account))
}

// known is what a thing is known by: reference, door and reason of contact.
func (v placingsView) known(p accounts.Placing) string {
	var out []string
	if ref := p.Facts["reference"]; ref != "" {
		out = append(out, ref)
	}
	if door := p.Facts["door"]; door != "" && lang.Has(v.lang, "contacts.doors."+door) {
		out = append(out, lang.T(v.lang, "contacts.doors."+door))
	}
	if reason := p.Facts["reason"]; reason != "" && lang.Has(v.lang, "contacts.reasons."+reason) {
		out = append(out, lang.T(v.lang, "contacts.reasons."+reason))
	}
	return strings.Join(out, " · ")
}

// goesTo and stays word the two buttons, with the number of the record: both may be called the same.
func (v placingsView) goesTo(p accounts.Placing) string {
	return v.M("place.goes", "name", v.nameOf(p.Other), "number", number(p.Other))
}

func (v placingsView) stays(p accounts.Placing) string {
	return v.M("place.stays", "name", v.nameOf(p.Account), "number", number(p.Account))
}
