package account

import (
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/ui/govuk"
)

// own is a page of a person's own record: its words stand in lang "page".
type own struct {
	frame
	path     string
	told     string // a sentence about what was just done
	problems []govuk.ErrorSummaryItem
}

// ownPage begins a page, titled by lang "page.<section>.title".
func (p *Pages) ownPage(r *http.Request, section string) own {
	o := own{frame: p.frame(r, section), path: r.URL.Path}
	o.Title, o.Back = o.P(section+".title"), "/account"
	if key := p.Sessions.Told(r); key != "" {
		o.told = lang.T(o.Lang, key)
	}
	return o
}

// P is a sentence of a person's own page.
func (o own) P(key string, vars ...any) string { return lang.T(o.Lang, "page."+key, vars...) }

func (o own) options() govuk.PageOptions {
	opts := o.frame.options()
	opts.Problems = append(opts.Problems, o.problems...)
	if o.told != "" {
		opts.Banner = o.frame.Acting.Banner(govuk.NotificationBanner(govuk.NotificationBannerOptions{Text: o.told, Type: "success"}))
	}
	return opts
}

// wrong notes a mistake in a field.
func (o *own) wrong(field, text string) {
	o.problems = append(o.problems, govuk.ErrorSummaryItem{Text: text, Href: "#" + field})
}

// problem is the mistake of a field, "" where there is none.
func (o own) problem(field string) string {
	for _, p := range o.problems {
		if p.Href == "#"+field {
			return p.Text
		}
	}
	return ""
}

// status is what a page with these problems is answered with.
func (o own) status() int {
	if len(o.problems) > 0 {
		return http.StatusUnprocessableEntity
	}
	return http.StatusOK
}

// typed are the fields of a form.
func typed(r *http.Request) (url.Values, error) {
	if err := r.ParseForm(); err != nil {
		return nil, err
	}
	return r.PostForm, nil
}

// whole is a number in a form or an address; 0 for none.
func whole(s string) int64 {
	n, _ := strconv.ParseInt(s, 10, 64)
	return n
}

func number(n int64) string { return strconv.FormatInt(n, 10) }

// beforeOf is where a page of a list that goes back in time begins.
func beforeOf(r *http.Request) time.Time {
	if n := whole(r.URL.Query().Get("before")); n > 0 {
		return time.UnixMicro(n)
	}
	return time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)
}
