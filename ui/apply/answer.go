package apply

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/channels/form"
	"github.com/samedoor/samedoor/channels/web"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/ui/session"
)

// Answer takes a posted page: on to the next question, or the page again with what is wrong and what was typed.
func (p *Pages) Answer(w http.ResponseWriter, r *http.Request) error {
	t, err := p.turn(r)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return err
	}
	t.from = r.PostForm.Get("from")
	if l := r.PostForm.Get("language"); l != "" {
		return p.switched(w, r, t, lang.Parse(l))
	}
	switch {
	case sent(t.draft):
		return p.tooLate(w, r, t.draft)
	case t.q == nil:
		return p.notAsked(w, r, t.draft)
	case r.PostForm.Get("keep") == "theirs":
		return session.To(w, r, p.after(t.draft, t.q, t.from))
	case r.PostForm.Get("asked") == "another" && r.PostForm.Get("another") == "" && r.PostForm.Get("op") == "":
		t.extra = []form.Error{{Part: "another", Text: lang.T(p.lang(r), "apply.list.another_required")}}
		return p.ask(w, r, t, http.StatusUnprocessableEntity)
	}
	return p.answer(w, r, t, read(t.q, r.PostForm), r.PostForm)
}

// read takes the answer out of a posted page. A question that this door does not ask can only be put off.
func read(q *services.Question, posted url.Values) services.Input {
	for _, part := range []string{"park", "unknown"} {
		if posted.Get(part) == "yes" || part == "park" && !q.Asks(channels.Web) {
			return services.Input{Fields: map[string][]string{part: {"yes"}}}
		}
	}
	return web.Read(q, posted)
}

// switched shows the page in the other language, with what was typed and not saved.
func (p *Pages) switched(w http.ResponseWriter, r *http.Request, t turn, l lang.Lang) error {
	p.Sessions.SetLang(r, l)
	if t.q == nil || sent(t.draft) {
		return session.To(w, r, path(t.draft))
	}
	input := web.Read(t.q, r.PostForm)
	t.typed = &input
	if input.Get("op") == "set" {
		t.row, _ = strconv.Atoi(input.Get("row"))
	}
	return p.ask(w, r, t, http.StatusOK)
}

func (p *Pages) answer(w http.ResponseWriter, r *http.Request, t turn, input services.Input, posted url.Values) error {
	out, err := p.put(r.Context(), t, p.lang(r), input, seen(posted))
	if errors.Is(err, cases.ErrClosed) {
		return p.tooLate(w, r, t.draft)
	}
	if err != nil {
		return err
	}
	t.draft = out.Draft
	switch {
	case notAsked(out.Problems):
		return p.notAsked(w, r, t.draft)
	case proofNeeded(out.Problems):
		return p.ask(w, r, t, http.StatusForbidden)
	case len(out.Problems) > 0:
		return p.again(w, r, t, input, out.Problems)
	case out.Conflict != nil:
		return p.clash(w, r, t, *out.Conflict, posted)
	}
	if input.Get("op") == "remove" {
		return session.To(w, r, path(t.draft, t.q.ID)+keep(t.from))
	}
	return session.To(w, r, p.after(out.Draft, t.q, t.from))
}

// put saves an answer, and makes the language it was given in the application's.
func (p *Pages) put(ctx context.Context, t turn, l lang.Lang, input services.Input, seen int64) (cases.Outcome, error) {
	input.Lang = l
	out, err := p.Office.Answer(ctx, t.by, cases.AnswerInput{Draft: t.draft.ID, Question: t.q.ID, Input: input, SeenRev: seen})
	if err != nil || len(out.Problems) > 0 || out.Conflict != nil {
		return out, err
	}
	return out, p.follow(ctx, t.opened, l)
}

// again shows the page with what was typed. A list's own steps leave nothing typed behind.
func (p *Pages) again(w http.ResponseWriter, r *http.Request, t turn, input services.Input, wrong services.Problems) error {
	t.wrong = wrong
	switch op := input.Get("op"); {
	case t.q.Kind != services.List, op == "add", op == "done" && r.PostForm.Get("asked") != "another":
		t.typed = &input
	case op == "set":
		t.typed = &input
		t.row, _ = strconv.Atoi(input.Get("row"))
	}
	return p.ask(w, r, t, http.StatusUnprocessableEntity)
}

func seen(posted url.Values) int64 {
	n, _ := strconv.ParseInt(posted.Get("seen"), 10, 64)
	return n
}

func notAsked(problems services.Problems) bool { return only(problems, "not-asked") }

func proofNeeded(problems services.Problems) bool {
	return only(problems, "proof-needed") || only(problems, cases.IdentityNeeded) || only(problems, "kept-from-helper")
}

func only(problems services.Problems, code string) bool {
	return len(problems) == 1 && problems[0].Code == code
}

// notAsked leads to the question that is asked now: another door has changed what came before.
func (p *Pages) notAsked(w http.ResponseWriter, r *http.Request, d cases.Draft) error {
	p.Sessions.Tell(r, "told.not_asked")
	return session.To(w, r, path(d))
}

// tooLate leads to what became of an application that was sent meanwhile through another door.
func (p *Pages) tooLate(w http.ResponseWriter, r *http.Request, d cases.Draft) error {
	p.Sessions.Tell(r, "told.sent_meanwhile")
	return session.To(w, r, path(d))
}
