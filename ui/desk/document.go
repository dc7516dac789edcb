package desk

import (
	"errors"
	"mime"
	"net/http"
	"strconv"

	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

// inMemory is how much of an upload is held in memory; the rest waits in a file.
const inMemory = 4 << 20

// AddPaper takes a document at the desk: seen and handed back, or scanned in.
func (p *Pages) AddPaper(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseMultipartForm(inMemory); err != nil && !errors.Is(err, http.ErrNotMultipart) {
		return err
	}
	v, d, err := p.openDraft(r)
	if err != nil {
		return err
	}
	q := reached(d, p.today(), r.PostFormValue("q"))
	if q == nil || q.Kind != services.File || d.Case != 0 {
		return cases.ErrNotFound
	}
	a := ask{question: q, row: -1, typed: &services.Input{}}
	if wrong := wrongPaper(v.lang, d, q, r); wrong != "" {
		a.wrong = wrong
		return p.showDraft(w, r, v, http.StatusUnprocessableEntity, d, a)
	}
	ref, wrong, err := p.paper(r, v, d, q)
	if err != nil {
		return err
	}
	if wrong != "" {
		a.wrong = wrong
		return p.showDraft(w, r, v, http.StatusUnprocessableEntity, d, a)
	}
	a.typed.Files = []services.FileRef{ref}
	// What was added is added to what is there by now: nobody's document is lost, so there is nothing to choose between.
	out, err := p.Office.Answer(r.Context(), v.by, cases.AnswerInput{Draft: d.ID, Question: q.ID, Input: *a.typed, Insist: true})
	if err != nil {
		return err
	}
	return p.answered(w, r, v, out, a)
}

// wrongPaper says what is missing before anything is stored.
func wrongPaper(l lang.Lang, d cases.Draft, q *services.Question, r *http.Request) string {
	if len(q.Accept) > 1 && r.PostFormValue("kind") == "" {
		return d.Service.Sentence(l, services.Problem{Question: q.ID, Field: "kind", Code: "not-a-choice"}, d.Values())
	}
	return ""
}

// paper stores what was scanned, or that it was seen.
func (p *Pages) paper(r *http.Request, v visit, d cases.Draft, q *services.Question) (ref services.FileRef, wrong string, err error) {
	kind := r.PostFormValue("kind")
	if kind == "" && len(q.Accept) == 1 {
		kind = q.Accept[0]
	}
	if r.PostFormValue("act") == "seen" {
		ref, err = p.Office.SeeDocument(r.Context(), v.by, d.ID, q.ID, kind)
		return ref, "", err
	}
	file, head, err := r.FormFile("file")
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) {
		return ref, v.T("paper.choose"), nil
	}
	if err != nil {
		return ref, "", err
	}
	defer file.Close()
	ref, err = p.Office.AddDocument(r.Context(), v.by, d.ID, q.ID, kind, head.Filename, file)
	switch {
	case errors.Is(err, cases.ErrTooBig):
		return ref, lang.T(v.lang, "errors.too-big.body"), nil
	case errors.Is(err, cases.ErrFileType):
		return ref, lang.T(v.lang, "errors.file-type.body"), nil
	}
	return ref, "", err
}

// Document hands a stored file over, to be kept and not to be shown: what a citizen sent never runs in a member's browser.
func (p *Pages) Document(w http.ResponseWriter, r *http.Request) error {
	v, err := p.visiting(r)
	if err != nil {
		return err
	}
	n, err := id(r)
	if err != nil {
		return err
	}
	doc, body, err := p.Office.Document(r.Context(), because(v.by, "contacts.looks.case"), n)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", doc.Type)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": doc.Name}))
	h.Set("Content-Length", strconv.Itoa(len(body)))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-store")
	_, err = w.Write(body)
	return err
}
