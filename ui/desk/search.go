package desk

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/ui/govuk"
	"github.com/samedoor/samedoor/ui/session"
)

// fewest is how many characters are worth looking up while somebody types.
const fewest = 3

type searchView struct {
	frame
	people []accounts.Found
	drafts []cases.DraftRow
	tie    string // reference of the application whose person is looked for
}

// byReference says whether a reference was typed and found: then it is what they want, and nobody new.
func (s searchView) byReference() bool {
	_, ok := cases.ReadReference(s.query)
	return ok && len(s.drafts) > 0 && s.tie == ""
}

// Search finds people, applications and cases by one line. Asked by the script it answers the list alone.
func (p *Pages) Search(w http.ResponseWriter, r *http.Request) error {
	v, err := p.visiting(r)
	if err != nil {
		return err
	}
	typed := strings.TrimSpace(r.URL.Query().Get("q"))
	fragment := r.Header.Get("X-Fragment") != ""
	s := searchView{}
	if ref, ok := cases.ReadReference(r.URL.Query().Get("draft")); ok {
		s.tie = ref
	}
	if fragment && len([]rune(typed)) < fewest {
		return p.showResults(w, r, v, s)
	}
	if typed != "" {
		if err := p.Contacts.Told(r.Context(), v.by, v.contact.ID, toldBy(typed, p.today())); err != nil {
			return err
		}
		if s.people, err = p.Register.Search(r.Context(), v.by, typed); err != nil {
			return err
		}
		if s.drafts, err = p.Office.SearchDrafts(r.Context(), v.by, typed); err != nil {
			return err
		}
	}
	if fragment {
		s.frame = frame{visit: v, query: typed}
		return p.showResults(w, r, v, s)
	}
	s.frame = p.frame(r, v, "", v.T("search.title"))
	s.frame.query = typed
	return session.Show(w, r, http.StatusOK, searchPage(s))
}

func (p *Pages) showResults(w http.ResponseWriter, r *http.Request, v visit, s searchView) error {
	s.frame.visit = v
	ctx := govuk.WithWords(r.Context(), govuk.WordsIn(v.lang))
	return session.Show(w, r.WithContext(ctx), http.StatusOK, searchResults(s))
}

// create is the way to a new person, with what was typed.
func (s searchView) create() string {
	q := url.Values{"q": {s.query}}
	if s.tie != "" {
		q.Set("draft", s.tie)
	}
	return "/desk/person/new?" + q.Encode()
}

// because says what fits, in the member's language.
func (v visit) because(found accounts.Found) string {
	var all []string
	for _, key := range found.Because {
		all = append(all, lang.T(v.lang, key))
	}
	return lang.List(v.lang, all)
}

// against says what does not fit.
func (v visit) against(found accounts.Found) string {
	var all []string
	for _, key := range found.Against {
		all = append(all, lang.T(v.lang, key))
	}
	return lang.List(v.lang, all)
}

// phones are a person's numbers, masked.
func phones(a accounts.Account) string {
	var all []string
	for _, n := range []string{a.Mobile, a.Landline} {
		if n != "" {
			all = append(all, masked(n))
		}
	}
	return strings.Join(all, ", ")
}

// rowPath is where a draft or the case it became is worked on.
func (v visit) rowPath(row cases.DraftRow) string {
	if row.Case != 0 {
		return casePath(row.Reference)
	}
	return draftPath(row.Reference)
}

// rowState words where a draft or case is.
func (v visit) rowState(row cases.DraftRow) string {
	if row.Case != 0 {
		return v.state(row.CaseState)
	}
	return lang.T(v.lang, "cases.drafts."+row.State)
}

// state words a case's state.
func (v visit) state(s cases.State) string { return lang.T(v.lang, "cases.states."+string(s)) }
