package account

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/ui/govuk"
	"github.com/samedoor/samedoor/ui/session"
)

// newHelper is the form by which somebody lets another help them.
type newHelper struct {
	frame
	typed  url.Values
	wrong  services.Problems
	Scopes []govuk.SelectItem
}

// NewHelper asks who is to help, with what and until when.
func (p *Pages) NewHelper(w http.ResponseWriter, r *http.Request) error {
	by, err := p.me(r)
	if err != nil {
		return err
	}
	return p.showNewHelper(w, r, by, http.StatusOK, newHelper{typed: url.Values{"kind": {string(accounts.Helper)}}})
}

func (p *Pages) showNewHelper(w http.ResponseWriter, r *http.Request, by audit.Actor, status int, v newHelper) (err error) {
	v.frame = p.helperFrame(r, "new_title")
	if v.frame.Switch = "/language/" + string(v.Lang.Other()) + "?back=%2Faccount%2Fhelpers%2Fnew"; len(v.wrong) > 0 {
		for _, x := range v.wrong {
			v.Problems = append(v.Problems, govuk.ErrorSummaryItem{Text: v.wrongOf(x.Question), Href: "#" + x.Question})
		}
	}
	if v.Scopes, err = p.scopes(r, by, v.frame); err != nil {
		return err
	}
	return session.Show(w, r, status, newHelperPage(v))
}

// scopes are what a mandate may be about: everything, one service, one application of this person.
func (p *Pages) scopes(r *http.Request, by audit.Actor, f frame) ([]govuk.SelectItem, error) {
	items := []govuk.SelectItem{{Value: "", Text: f.H("scope_all")}}
	rows, err := p.Office.ByAccount(r.Context(), by, by.ID)
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		items = append(items, govuk.SelectItem{Value: fmt.Sprintf("draft:%d", row.ID),
			Text: f.H("scope_one") + ": " + row.ServiceName + ", " + cases.ShowReference(row.Reference)})
	}
	agencies, err := p.Staff.Agencies(r.Context())
	if err != nil {
		return nil, err
	}
	var offered []string
	for _, a := range agencies {
		offered = append(offered, a.Services...)
	}
	slices.Sort(offered)
	for _, id := range slices.Compact(offered) {
		if s, ok := p.Library.Current(id); ok {
			items = append(items, govuk.SelectItem{Value: "service:" + id, Text: f.H("scope_service") + ": " + s.Word(f.Lang, "name", nil)})
		}
	}
	return items, nil
}

// InviteHelper makes the code that the person hands to their helper.
func (p *Pages) InviteHelper(w http.ResponseWriter, r *http.Request) error {
	by, err := p.me(r)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return session.ErrUnreadable
	}
	n, wrong := readHelper(r.PostForm)
	if id := n.Service; id != "" {
		if _, ok := p.Library.Current(id); !ok {
			wrong = append(wrong, services.Problem{Question: "scope", Code: "required"})
		}
	}
	var m accounts.Mandate
	if len(wrong) == 0 {
		m, _, wrong, err = p.Register.InviteHelper(r.Context(), by, n)
	}
	if err != nil {
		return err
	}
	if len(wrong) > 0 {
		return p.showNewHelper(w, r, by, http.StatusUnprocessableEntity, newHelper{typed: r.PostForm, wrong: wrong})
	}
	return session.To(w, r, fmt.Sprintf("/account/helpers/%d", m.ID))
}

// readHelper reads what was typed.
func readHelper(typed url.Values) (n accounts.NewMandate, wrong services.Problems) {
	may := func(right string) bool { return slices.Contains(typed["may"], right) }
	n = accounts.NewMandate{Phrase: strings.TrimSpace(typed.Get("phrase")), Mandate: accounts.Mandate{HelperName: typed.Get("name"),
		Organisation: typed.Get("organisation"), Kind: accounts.MandateKind(typed.Get("kind")), Relationship: typed.Get("relationship"),
		Reason: typed.Get("reason"), May: accounts.Rights{See: may("see"), Talk: may("talk"), Act: may("act")}}}
	if id, one := strings.CutPrefix(typed.Get("scope"), "draft:"); one {
		n.Draft, _ = strconv.ParseInt(id, 10, 64)
		if n.Draft <= 0 {
			wrong = append(wrong, services.Problem{Question: "scope", Code: "required"})
		}
	}
	n.Service, _ = strings.CutPrefix(typed.Get("scope"), "service:")
	if n.Draft != 0 {
		n.Service = ""
	}
	day, month, year := strings.TrimSpace(typed.Get("day")), strings.TrimSpace(typed.Get("month")), strings.TrimSpace(typed.Get("year"))
	if day+month+year == "" {
		return n, wrong
	}
	d, errD := strconv.Atoi(day)
	m, errM := strconv.Atoi(month)
	y, errY := strconv.Atoi(year)
	ends := services.Day{Y: y, M: time.Month(m), D: d}
	if errD != nil || errM != nil || errY != nil || y < 1900 || y > 9999 || services.DayOf(ends.Time()) != ends {
		return n, append(wrong, services.Problem{Question: "ends", Code: "not-real"})
	}
	n.Ends = &ends
	return n, wrong
}

// wrongOf is the sentence about a field, "" where it is right.
func (v newHelper) wrongOf(field string) string {
	for _, p := range v.wrong {
		if p.Question == field {
			return lang.T(v.Lang, "helpers.problems."+p.Question+"-"+p.Code)
		}
	}
	return ""
}

// choices are coded options, worded by lang "helpers.<list>.<code>".
func (v newHelper) choices(list string, codes []string) []govuk.SelectItem {
	items := []govuk.SelectItem{{Value: "", Text: v.H("choose")}}
	for _, code := range codes {
		items = append(items, govuk.SelectItem{Value: code, Text: lang.T(v.Lang, "helpers."+list+"."+code)})
	}
	return items
}

func (v newHelper) rights() []govuk.CheckboxesItem {
	var items []govuk.CheckboxesItem
	for _, right := range []accounts.Doing{accounts.ToSee, accounts.ToTalk, accounts.ToAct} {
		items = append(items, govuk.CheckboxesItem{Value: string(right), Text: lang.T(v.Lang, "helpers.rights."+string(right))})
	}
	return items
}

func (v newHelper) kinds() []govuk.RadiosItem {
	var items []govuk.RadiosItem
	for _, k := range []accounts.MandateKind{accounts.Helper, accounts.Charity, accounts.Professional} {
		items = append(items, govuk.RadiosItem{Value: string(k), Text: lang.T(v.Lang, "helpers.kinds."+string(k))})
	}
	return items
}

func (v newHelper) day() govuk.DateInputOptions {
	wrong := v.wrongOf("ends")
	bad := wrong != ""
	item := func(part, width string) govuk.DateInputItem {
		return govuk.DateInputItem{ID: part, Name: part, Label: lang.T(v.Lang, "form."+part), Value: v.typed.Get(part), Error: &bad,
			Classes: "govuk-input--width-" + width}
	}
	return govuk.DateInputOptions{ID: "ends", Hint: govuk.Help(v.H("ends_hint")), ErrorMessage: govuk.Wrong(wrong),
		Fieldset: &govuk.FieldsetOptions{Legend: govuk.LegendOptions{Text: v.H("ends"), Classes: "govuk-fieldset__legend--s"}},
		Items:    []govuk.DateInputItem{item("day", "2"), item("month", "2"), item("year", "4")}}
}
