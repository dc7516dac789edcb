package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/internal/driver"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/staff"
)

// op does something once for a client and says how long it took.
type op func(ctx context.Context, client int) (time.Duration, error)

var citizen = audit.Actor{Role: audit.Citizen, Door: channels.Web}

// want is one request that must be answered with this status.
func want(status int, call func() (driver.Page, error)) (time.Duration, error) {
	var page driver.Page
	took, err := timed(func() (err error) { page, err = call(); return err })
	if err == nil {
		err = page.Want(status)
	}
	return took, err
}

// submit sends an application by its browser.
func (w *world) submit(ctx context.Context, d ready) (time.Duration, error) {
	return want(http.StatusSeeOther, func() (driver.Page, error) {
		return d.browser.Post(ctx, "/application/"+d.ref+"/submit", url.Values{})
	})
}

func (w *world) submits(next func() (ready, error)) op {
	return func(ctx context.Context, _ int) (time.Duration, error) {
		d, err := next()
		if err != nil {
			return 0, err
		}
		return w.submit(ctx, d)
	}
}

// walker is a client that answers one application after the other.
type walker struct {
	at   ready
	todo []string // questions still to be answered
}

// answers has each client answer question after question; post sends one.
func (w *world) answers(clients int, next func() (ready, error), post func(ctx context.Context, d ready, q *services.Question, form url.Values) (time.Duration, error)) op {
	walkers := make([]walker, clients)
	today := services.DayOf(time.Now())
	return func(ctx context.Context, client int) (time.Duration, error) {
		c := &walkers[client]
		if len(c.todo) == 0 {
			d, err := next()
			if err != nil {
				return 0, err
			}
			c.at = d
			for _, a := range w.open[0].answers {
				c.todo = append(c.todo, a.question)
			}
		}
		q := w.house.Service.Question(c.todo[0])
		c.todo = c.todo[1:]
		took, err := post(ctx, c.at, q, stories[0].Posts(q, c.at.who, today))
		if err != nil {
			return 0, fmt.Errorf("question %s: %w", q.ID, err)
		}
		return took, nil
	}
}

func (w *world) answerByWeb(ctx context.Context, d ready, q *services.Question, form url.Values) (time.Duration, error) {
	form.Set("seen", "0")
	return want(http.StatusSeeOther, func() (driver.Page, error) { return d.browser.Post(ctx, "/application/"+d.ref+"/"+q.ID, form) })
}

func (w *world) answerByVerb(ctx context.Context, d ready, q *services.Question, form url.Values) (time.Duration, error) {
	return timed(func() error {
		out, err := w.house.Office.Answer(ctx, citizen, cases.AnswerInput{Draft: d.id, Question: q.ID, Input: services.Input{Fields: form}})
		if err == nil && (len(out.Problems) > 0 || out.Conflict != nil) {
			err = fmt.Errorf("%v %v", out.Problems, out.Conflict)
		}
		return err
	})
}

// signIn gives each client a browser of a member of staff.
func (w *world) signIn(ctx context.Context, clients int) ([]*driver.Browser, error) {
	transport := driver.Transport(clients)
	out := make([]*driver.Browser, clients)
	for i := range out {
		out[i] = driver.NewBrowser(w.public, transport)
		page, err := out[i].Post(ctx, "/desk/sign-in", url.Values{"username": {"driver.agent"}, "password": {driver.Password}})
		if err == nil {
			err = page.Want(http.StatusSeeOther)
		}
		if err != nil {
			return nil, fmt.Errorf("sign in: %w", err)
		}
	}
	return out, nil
}

// answerAtDesk is the same, keyed by a member of staff.
func answerAtDesk(browsers []*driver.Browser) func(ctx context.Context, d ready, q *services.Question, form url.Values) (time.Duration, error) {
	return func(ctx context.Context, d ready, q *services.Question, form url.Values) (time.Duration, error) {
		form.Set("q", q.ID)
		form.Set("rev", "0")
		form.Set("insist", "yes")
		return want(http.StatusSeeOther, func() (driver.Page, error) {
			return browsers[int(d.id)%len(browsers)].Post(ctx, "/desk/draft/"+d.ref+"/answer", form)
		})
	}
}

// pages asks for one page after the other.
func pages(browsers []*driver.Browser, path func() string) op {
	return func(ctx context.Context, client int) (time.Duration, error) {
		at := path()
		took, err := want(http.StatusOK, func() (driver.Page, error) { return browsers[client].Get(ctx, at) })
		if err != nil {
			return 0, fmt.Errorf("GET %s: %w", at, err)
		}
		return took, nil
	}
}

func (w *world) casePath() string { return "/desk/case/" + reference(rand.IntN(w.cases)) }

// lists are how the working list is looked at: the whole of it most.
var lists = []string{"", "", "", "?whose=unassigned", "?whose=mine", "?state=assessing"}

func listPath() string { return "/desk/cases" + lists[rand.IntN(len(lists))] }

// question is what an agent types while somebody says who they are: what is told first, in some order, with a slip now and then.
func (w *world) question() string {
	d := driver.Somebody(rand.IntN(w.accounts))
	first, last, _ := strings.Cut(d.FullName, " ")
	born := fmt.Sprintf("%d/%d/%d", d.DateOfBirth.D, int(d.DateOfBirth.M), d.DateOfBirth.Y)
	switch rand.IntN(8) {
	case 0:
		return d.FullName + " " + born
	case 1:
		return last + " " + d.Address.Postcode
	case 2:
		return first + " " + last[:len(last)-1] + " " + fmt.Sprint(d.DateOfBirth.Y)
	case 3:
		return d.FullName
	case 4:
		return strings.ToLower(d.Address.Postcode) + " " + first
	case 5:
		return last + " " + born
	case 6:
		return strings.ReplaceAll(driver.Somebody(rand.IntN(min(4000, w.accounts))).Mobile, " ", "")
	default:
		if d.Email != "" {
			return d.Email
		}
		return last + ", " + first + " " + born
	}
}

func (w *world) searchPath() string { return "/desk/search?q=" + url.QueryEscape(w.question()) }

// findable makes sure that the town can be found: else the figures would be of nothing.
func (w *world) findable(ctx context.Context, b *driver.Browser) error {
	d := driver.Somebody(w.accounts / 2)
	page, err := b.Get(ctx, "/desk/search?q="+url.QueryEscape(d.FullName+" "+d.Address.Postcode))
	if err == nil && !strings.Contains(page.Body, d.FullName) {
		err = errors.New("somebody of the town is not found: " + page.Text())
	}
	return err
}

func (w *world) submitsByVerb(next func() (ready, error)) op {
	return func(ctx context.Context, _ int) (time.Duration, error) {
		d, err := next()
		if err != nil {
			return 0, err
		}
		return timed(func() error {
			_, problems, err := w.house.Office.Submit(ctx, citizen, d.id)
			if err == nil && len(problems) > 0 {
				err = fmt.Errorf("%v", problems)
			}
			return err
		})
	}
}

func (w *world) opensByVerb() op {
	by := w.house.Actor(staff.Agent)
	return func(ctx context.Context, _ int) (time.Duration, error) {
		id := int64(base + rand.IntN(w.cases))
		return timed(func() error { _, err := w.house.Office.Open(ctx, by, id); return err })
	}
}

func (w *world) listsByVerb() op {
	by := w.house.Actor(staff.Agent)
	filters := []cases.Filter{{}, {}, {}, {Unassigned: true}, {Mine: true}, {State: cases.Assessing}}
	return func(ctx context.Context, _ int) (time.Duration, error) {
		f := filters[rand.IntN(len(filters))]
		f.Limit = 50
		return timed(func() error { _, _, err := w.house.Office.Worklist(ctx, by, f); return err })
	}
}

func (w *world) searchesByVerb() op {
	by := w.house.Actor(staff.Agent)
	return func(ctx context.Context, _ int) (time.Duration, error) {
		q := w.question()
		return timed(func() error {
			if _, err := w.house.Register.Search(ctx, by, q); err != nil {
				return err
			}
			_, err := w.house.Office.SearchDrafts(ctx, by, q)
			return err
		})
	}
}

// floors write the rows of the watched submits, one after the other.
func (w *world) floors(samples []written, next func() (ready, error)) op {
	return func(ctx context.Context, _ int) (time.Duration, error) {
		d, err := next()
		if err != nil {
			return 0, err
		}
		return timed(func() error { return w.again(ctx, samples[int(d.id)%len(samples)], d) })
	}
}

// nothings ask the empty server.
func (w *world) nothings(clients int) op {
	browsers := make([]*driver.Browser, clients)
	for i := range browsers {
		browsers[i] = driver.NewBrowser(w.emptyAt, driver.Transport(1))
	}
	return pages(browsers, func() string { return "/" })
}
