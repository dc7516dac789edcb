package desk

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/ui/govuk"
	"github.com/samedoor/samedoor/ui/session"
)

// frame is what stands around every page of the desk.
type frame struct {
	visit
	title    string
	part     string // of the navigation
	path     string // this page, to come back to
	query    string // in the search box
	told     string // lang key of something to say once
	problems []govuk.ErrorSummaryItem
	wrap     wrapUp
}

// frame takes what is to be told, so it is made once a request, by the page that is shown.
func (p *Pages) frame(r *http.Request, v visit, part, title string) frame {
	return frame{visit: v, title: title, part: part, path: here(r), told: p.Sessions.ToldStaff(r)}
}

// here is the page to come back to: what was posted cannot be loaded again.
func here(r *http.Request) string {
	if r.Method == http.MethodGet {
		return r.URL.RequestURI()
	}
	return session.Local(r.PostFormValue("back"), "/desk")
}

// parts are the desk's parts with their keys, in order.
var parts = []struct{ name, path, key string }{
	{"home", "/desk", "h"},
	{"cases", "/desk/cases", "c"},
	{"tasks", "/desk/tasks", "t"},
	{"same", "/desk/same", "y"},
	{"letters", "/desk/letters", "l"},
}

func (f frame) options() govuk.DeskOptions {
	o := govuk.DeskOptions{Lang: f.lang, Title: f.title, Agency: f.agency.Name(f.lang), HomeURL: "/desk", SignedIn: f.member.DisplayName, SignedInURL: "/desk/me",
		SignOutURL: "/desk/sign-out", Problems: f.problems,
		Search: &govuk.DeskSearch{Action: "/desk/search", Name: "q", Value: f.query, Label: f.T("search.label"),
			Placeholder: f.T("search.placeholder"), ResultsURL: "/desk/search"}}
	if f.member.ID == 0 {
		o.Search = nil
		return o
	}
	for _, part := range parts {
		o.Navigation = append(o.Navigation, govuk.DeskLink{Text: f.T("nav." + part.name), Href: part.path, Shortcut: part.key, Current: part.name == f.part})
	}
	if f.contact.ID != 0 || len(f.others) > 0 {
		o.Urgent = contactBar(f)
	}
	if f.told != "" {
		o.Banner = told(f)
	}
	return o
}

// good says that what is told is what was hoped for.
func (f frame) good() bool { return strings.HasSuffix(f.told, "_done") }

// otherLanguage is the way to this page in the other language.
func (f frame) otherLanguage() string {
	return "/desk/language/" + string(f.lang.Other()) + "?back=" + url.QueryEscape(f.path)
}

// problem is a line of the error summary.
func problem(text, id string) govuk.ErrorSummaryItem {
	return govuk.ErrorSummaryItem{Text: text, Href: "#" + id}
}

// Language changes the language a member works in and stays on the page.
func (p *Pages) Language(w http.ResponseWriter, r *http.Request) error {
	p.Sessions.SetDeskLang(r, lang.Parse(param(r, "lang")))
	return session.To(w, r, session.Local(r.URL.Query().Get("back"), "/desk"))
}
