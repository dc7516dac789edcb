package desk

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/staff"
	"github.com/samedoor/samedoor/ui/govuk"
	"github.com/samedoor/samedoor/ui/session"
)

// What the page of people who may be one shows at a time.
const (
	pairsShown  = 50
	joinedShown = 50
)

// M is a sentence about people who may be one person, and about records that were joined.
func (v visit) M(key string, vars ...any) string { return lang.T(v.lang, "merge."+key, vars...) }

type sameView struct {
	frame
	pairs  []accounts.Pair
	all    int
	joined []accounts.Joined
}

// SamePeople lists who may be one person, the pair that has waited longest first, and whom the program joined by itself.
func (p *Pages) SamePeople(w http.ResponseWriter, r *http.Request) error {
	v, err := p.visiting(r)
	if err != nil {
		return err
	}
	s := sameView{}
	if s.pairs, s.all, err = p.Register.Waiting(r.Context(), v.by, pairsShown); err != nil {
		return err
	}
	if s.joined, err = p.Register.JoinedByProgram(r.Context(), v.by, joinedShown); err != nil {
		return err
	}
	s.frame = p.frame(r, v, "same", v.M("title"))
	return session.Show(w, r, http.StatusOK, samePage(s))
}

// ComparePeople puts two people side by side whom a member of staff takes for one.
func (p *Pages) ComparePeople(w http.ResponseWriter, r *http.Request) error {
	v, err := p.visiting(r)
	if err != nil {
		return err
	}
	pair, problems, err := p.Register.Suspect(r.Context(), because(v.by, "merge.why_compared"), wanted(r.PostFormValue("a")), wanted(r.PostFormValue("b")))
	if err != nil {
		return err
	}
	if len(problems) > 0 {
		p.tell(r, "accounts.problems.join."+problems[0].Code)
		return session.To(w, r, here(r))
	}
	return session.To(w, r, pairPath(pair))
}

func pairPath(pair int64) string { return "/desk/same/" + number(pair) }

type pairView struct {
	frame
	pair  accounts.Pair
	typed url.Values
	wrong services.Problems
}

// SamePair shows two people side by side, with what fits and what differs in words.
func (p *Pages) SamePair(w http.ResponseWriter, r *http.Request) error {
	v, pair, err := p.comparing(r)
	if err != nil {
		return err
	}
	return p.showPair(w, r, http.StatusOK, v, pairView{pair: pair, typed: url.Values{}})
}

func (p *Pages) comparing(r *http.Request) (visit, accounts.Pair, error) {
	v, err := p.visiting(r)
	if err != nil {
		return v, accounts.Pair{}, err
	}
	n, err := id(r)
	if err != nil {
		return v, accounts.Pair{}, err
	}
	v.by = because(v.by, "merge.why_compared")
	pair, err := p.Register.Compared(r.Context(), v.by, n)
	return v, pair, err
}

// DecideSame takes what somebody says of two people: they are the same and are joined, they are not, or nobody can tell.
func (p *Pages) DecideSame(w http.ResponseWriter, r *http.Request) error {
	v, pair, err := p.comparing(r)
	if err != nil {
		return err
	}
	typed, err := posted(r)
	if err != nil {
		return err
	}
	d := accounts.Decision{Pair: pair.ID, Is: accounts.Sameness(typed.Get("is")), Keep: wanted(typed.Get("keep")), Why: strings.TrimSpace(typed.Get("why")),
		Anyway: typed.Get("anyway") == "yes"}
	wrong, err := p.Register.Decide(r.Context(), v.by, d)
	switch {
	case stale(err):
		p.tell(r, "merge.decided_already")
		return session.To(w, r, "/desk/same")
	case err != nil:
		return err
	case len(wrong) > 0:
		return p.showPair(w, r, http.StatusUnprocessableEntity, v, pairView{pair: pair, typed: typed, wrong: wrong})
	}
	p.tell(r, "merge.told."+string(d.Is)+"_done")
	return session.To(w, r, "/desk/same")
}

func (p *Pages) showPair(w http.ResponseWriter, r *http.Request, status int, v visit, view pairView) error {
	view.frame = p.frame(r, v, "same", v.M("pair.title"))
	for _, pr := range view.wrong {
		view.problems = append(view.problems, problem(accounts.Sentence(v.lang, pr), fieldOf(pr.Code)))
	}
	return session.Show(w, r, status, pairPage(view))
}

// fieldOf is the field that a problem of joining is put right in.
func fieldOf(code string) string {
	if code == "why-required" {
		return "why"
	}
	return "is"
}

// says is what is wrong with a field, "" for nothing.
func (v pairView) says(field string) string {
	var all []string
	for _, pr := range v.wrong {
		if fieldOf(pr.Code) == field {
			all = append(all, accounts.Sentence(v.lang, pr))
		}
	}
	return strings.Join(all, ". ")
}

// contradicted says that what speaks against joining can be set aside by who is looking: a leader.
func (v pairView) contradicted() bool {
	return v.member.May(staff.Leader) && slices.ContainsFunc(v.wrong, func(pr services.Problem) bool {
		return slices.Contains([]string{"two-ninos", "two-nhs", "died", "not-same"}, pr.Code)
	})
}

// which names one of two records of people who may be called the same: by its number, and when and where it began.
func (v visit) which(account int64, m accounts.Made) string {
	return v.M("began", "number", number(account), "date", v.date(m.At.In(lang.London)), "door", v.door(m.Door))
}

func (v pairView) keepItems() []govuk.RadiosItem {
	return []govuk.RadiosItem{
		{Value: number(v.pair.A.ID), Text: v.pair.A.FullName, Hint: govuk.Help(v.which(v.pair.A.ID, v.pair.MadeA))},
		{Value: number(v.pair.B.ID), Text: v.pair.B.FullName, Hint: govuk.Help(v.which(v.pair.B.ID, v.pair.MadeB))},
	}
}
