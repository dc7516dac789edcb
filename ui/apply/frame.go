package apply

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/staff"
	"github.com/samedoor/samedoor/ui/govuk"
	"github.com/samedoor/samedoor/ui/session"
)

// frame is what stands around every page of a citizen.
type frame struct {
	Lang       lang.Lang
	Title      string
	Agency     string
	Service    string
	ServiceURL string
	Back       string
	Switch     string // this page in the other language
	SwitchForm string // the form whose fields are taken along; "" where nothing is typed
	Problems   []govuk.ErrorSummaryItem
	Told       string         // lang key of something to say once
	Account    bool           // the browser has proved an account: its page is linked
	Acting     session.Acting // whom a helper acts for
	Help       help
	Newer      *newer // what has changed since the application began; nil where nothing has
}

// help is how to go on through another door; the zero help says nothing.
type help struct {
	Phone, Hours string
	Reference    string // as shown
	Save         string // where to get a code; "" once it is sent
}

func (p *Pages) frame(r *http.Request, title string) frame {
	l := p.Sessions.Lang(r)
	return frame{Lang: l, Title: title, Agency: lang.T(l, "apply.site"), Switch: switchTo(l, r.URL.Path),
		Told: p.Sessions.Told(r), Account: p.Sessions.Account(r) != 0, Acting: p.Sessions.Acting(r)}
}

// frameOf is the frame of a page of an application.
func (p *Pages) frameOf(r *http.Request, o opened, title string) frame {
	f := p.frame(r, title)
	f.Agency, f.Help = o.agency.Name(f.Lang), helpOf(f.Lang, o.agency)
	f.Service, f.ServiceURL = o.draft.Service.Word(f.Lang, "name", nil), path(o.draft)
	f.Help.Reference = cases.ShowReference(o.draft.Reference)
	if !sent(o.draft) {
		f.Help.Save, f.Newer = path(o.draft, "save"), p.newer(f.Lang, o.draft)
	}
	if o.by.For != 0 { // a code would let its holder in as the person
		f.Help.Save = ""
	}
	return f
}

func helpOf(l lang.Lang, a staff.Agency) help {
	return help{Phone: a.Settings.Phone, Hours: a.Hours(l)}
}

// switchTo is the way to the same page in the other language.
func switchTo(l lang.Lang, page string) string {
	return "/language/" + string(l.Other()) + "?back=" + url.QueryEscape(page)
}

// T is a sentence of these pages.
func (f frame) T(key string, vars ...any) string { return lang.T(f.Lang, "apply."+key, vars...) }

func (f frame) options() govuk.PageOptions {
	o := govuk.PageOptions{Lang: f.Lang, Title: f.Title, Agency: f.Agency, HomeURL: "/services", Service: f.Service, ServiceURL: f.ServiceURL,
		LanguageURL: f.Switch, LanguageForm: f.SwitchForm, BackHref: f.Back, Problems: f.Problems, FooterTitle: f.T("footer.title"),
		FooterLinks: []govuk.FooterLink{{Text: f.T("footer.services"), Href: "/services"}, {Text: f.T("footer.code"), Href: "/c"}}}
	if f.Account {
		o.FooterLinks = append(o.FooterLinks, govuk.FooterLink{Text: f.T("footer.account"), Href: "/account"})
	}
	if f.Told != "" {
		o.Banner = told(f)
	}
	o.Banner = f.Acting.Banner(o.Banner)
	return o
}

// good says that what is told is what the person hoped for.
func (f frame) good() bool { return strings.HasSuffix(f.Told, "_done") }

// problem is a line of the error summary.
func problem(text, id string) govuk.ErrorSummaryItem {
	return govuk.ErrorSummaryItem{Text: text, Href: "#" + id}
}

func (p *Pages) lang(r *http.Request) lang.Lang { return p.Sessions.Lang(r) }

// follow makes the application's language the one it is being answered in: letters and texts are then in it.
func (p *Pages) follow(ctx context.Context, o opened, l lang.Lang) error {
	if o.draft.Lang == l {
		return nil
	}
	return p.Office.SetLang(ctx, o.by, o.draft.ID, l)
}
