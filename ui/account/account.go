// Package account is what a citizen who has proved their account sees of it: their applications, what was sent to them, how they
// are to be contacted, and who looked at their record.
package account

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/a-h/templ"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/channels/phone"
	"github.com/samedoor/samedoor/channels/sms"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/letters"
	"github.com/samedoor/samedoor/signin"
	"github.com/samedoor/samedoor/staff"
	"github.com/samedoor/samedoor/ui/govuk"
	"github.com/samedoor/samedoor/ui/session"
)

// Config is what the pages need.
type Config struct {
	Office   *cases.Office
	Register *accounts.Register
	Staff    *staff.Office
	Post     *letters.Room
	Texts    *sms.Desk
	Library  cases.Library
	Contacts *phone.Log // nil where nobody rings: its conversations are then not in the history
	Sessions *session.Store
	Gate     *signin.Gate
	Public   string                                       // address citizens reach us at
	Log      func(r *http.Request, key string, value any) // adds to the request's log line
	Now      func() time.Time                             // nil takes time.Now
}

// Pages are the account's pages.
type Pages struct{ Config }

// New makes the pages.
func New(c Config) *Pages { return &Pages{c} }

// How much of the past is listed.
const (
	mostLetters = 50
	mostDrafts  = 20 // whose texts are looked up
)

// me is the account this browser is signed in to, for pages that are only the person's own; ErrSignIn where it is to none, ErrActing
// for a helper.
func (p *Pages) me(r *http.Request) (audit.Actor, error) {
	id := p.Sessions.Account(r)
	if id == 0 {
		return audit.Actor{}, session.ErrSignIn
	}
	if p.Sessions.Acting(r).Account != 0 {
		return audit.Actor{}, session.ErrActing
	}
	return audit.Actor{Role: audit.Citizen, ID: id, Door: channels.Web}, nil
}

// whoever is me for pages that a helper is shown too, within their mandate: by.Whom() is whose page it is.
func (p *Pages) whoever(r *http.Request) (audit.Actor, error) {
	by := p.Sessions.Citizen(r)
	if by.ID == 0 {
		return audit.Actor{}, session.ErrSignIn
	}
	return by, nil
}

// frame is what stands around the pages.
type frame struct {
	Lang   lang.Lang
	Title  string
	Back   string
	Switch string
	Acting session.Acting // whom a helper acts for
	Told   string         // lang key of something to say once

	Problems []govuk.ErrorSummaryItem
}

func (p *Pages) frame(r *http.Request, key string) frame {
	l := p.Sessions.Lang(r)
	f := frame{Lang: l, Title: lang.T(l, "account."+key), Switch: "/language/" + string(l.Other()) + "?back=" + url.QueryEscape(r.URL.Path),
		Acting: p.Sessions.Acting(r)}
	p.Sessions.Take(r, session.ToldAccount, &f.Told)
	return f
}

// T is a sentence of these pages.
func (f frame) T(key string, vars ...any) string { return lang.T(f.Lang, "account."+key, vars...) }

func (f frame) options() govuk.PageOptions {
	var banner templ.Component
	if f.Told != "" {
		banner = told(f)
	}
	return govuk.PageOptions{Banner: f.Acting.Banner(banner), Problems: f.Problems, Lang: f.Lang, Title: f.Title, Agency: lang.T(f.Lang, "apply.site"), HomeURL: "/services", LanguageURL: f.Switch, BackHref: f.Back,
		FooterTitle: lang.T(f.Lang, "apply.footer.title"), FooterLinks: []govuk.FooterLink{
			{Text: lang.T(f.Lang, "apply.footer.services"), Href: "/services"}, {Text: lang.T(f.Lang, "apply.footer.code"), Href: "/c"}}}
}

// home is the account's first page.
type home struct {
	frame
	Name         string
	Applications []application
	Letters      []line
	Texts        []line
	Phones       []staff.Phone
}

// application is one application with what is to be done next.
type application struct{ Service, Agency, Reference, State, Next, Href string }

type line struct{ When, What, State, Href string }

// Home shows the account.
func (p *Pages) Home(w http.ResponseWriter, r *http.Request) error {
	by, err := p.whoever(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	a, err := p.Register.Open(ctx, by, by.Whom())
	if err != nil {
		return err
	}
	v := home{frame: p.frame(r, "title"), Name: a.FullName}
	rows, err := p.Office.ByAccount(ctx, by, by.Whom())
	if err != nil {
		return err
	}
	if v.Applications, err = p.applications(ctx, v.Lang, by, rows); err != nil {
		return err
	}
	if v.Letters, err = p.letters(ctx, v.Lang, by, rows); err != nil {
		return err
	}
	if by.For == 0 { // codes and links in texts are for the person alone
		if v.Texts, err = p.texts(ctx, v.Lang, rows); err != nil {
			return err
		}
	}
	if v.Phones, err = p.Staff.Phones(ctx, v.Lang); err != nil {
		return err
	}
	return session.Show(w, r, http.StatusOK, homePage(v))
}

func (p *Pages) applications(ctx context.Context, l lang.Lang, by audit.Actor, rows []cases.DraftRow) ([]application, error) {
	var out []application
	for _, row := range rows {
		agency, err := p.Staff.Agency(ctx, row.Agency)
		if err != nil {
			return nil, err
		}
		state := row.State
		if row.Case != 0 {
			state = "case_" + string(row.CaseState)
		}
		x := application{Service: serviceName(l, row), Agency: agency.Name(l), Reference: cases.ShowReference(row.Reference),
			State: lang.T(l, "account.states."+state), Next: lang.T(l, "account.next."+state), Href: "/application/" + cases.ShowReference(row.Reference)}
		if row.Unread { // this program cannot open it, and says so in place of failing
			x.Next, x.Href = lang.T(l, "page.home.unread"), ""
		}
		out = append(out, x)
	}
	return out, nil
}

func (p *Pages) letters(ctx context.Context, l lang.Lang, by audit.Actor, rows []cases.DraftRow) ([]line, error) {
	found, err := p.Post.ByAccount(ctx, by.Whom(), mostLetters)
	if err != nil {
		return nil, err
	}
	var out []line
	for _, x := range found {
		if by.For != 0 && !slices.ContainsFunc(rows, func(row cases.DraftRow) bool { return row.ID == x.Draft }) {
			continue // about the account, or something the helper has nothing to do with
		}
		out = append(out, line{When: lang.Date(l, x.At().In(lang.London)), What: lang.T(l, "apply.letters."+x.Kind),
			State: lang.T(l, "apply.letter_states."+string(x.State)), Href: fmt.Sprintf("/account/letter/%d", x.ID)})
	}
	return out, nil
}

func (p *Pages) texts(ctx context.Context, l lang.Lang, rows []cases.DraftRow) ([]line, error) {
	var out []line
	for _, row := range rows[:min(len(rows), mostDrafts)] {
		found, err := p.Texts.ByDraft(ctx, row.ID)
		if err != nil {
			return nil, err
		}
		for _, m := range found {
			key := "apply.text_states." + m.State
			if m.In || !lang.Has(l, key) {
				continue
			}
			out = append(out, line{When: lang.Moment(l, m.At), What: m.Body, State: lang.T(l, key)})
		}
	}
	return out, nil
}
