package apply

import (
	"context"
	"errors"
	"io"
	"mime/multipart"
	"net/http"

	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/channels/form"
	"github.com/samedoor/samedoor/channels/web"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/ui/session"
)

// sending is what came with one upload: the files that could be kept, and what is wrong with the others.
type sending struct {
	kind, from string
	kept       []services.FileRef
	wrong      []form.Error
}

// Upload stores the posted files for a question of kind file. Those that are good are kept even when another is not.
func (p *Pages) Upload(w http.ResponseWriter, r *http.Request) error {
	t, err := p.turn(r)
	switch {
	case err != nil:
		return err
	case sent(t.draft):
		return p.tooLate(w, r, t.draft)
	case t.q == nil || t.q.Kind != services.File:
		return p.notAsked(w, r, t.draft)
	case cases.Barred(t.by, t.draft, t.q) || !t.q.Asks(channels.Web):
		return p.ask(w, r, t, http.StatusForbidden)
	}
	room := t.q.Limit() - len(t.draft.Answers[t.q.ID].Value.Files)
	s, err := p.receive(r, t.opened, t.q.ID, room)
	if err != nil {
		return err
	}
	t.from = s.from
	if len(s.kept) > 0 {
		if t.draft, t.wrong, err = p.keepFiles(r.Context(), t, p.lang(r), s.kept); err != nil {
			return err
		}
	}
	if t.extra = s.wrong; len(t.wrong)+len(t.extra) > 0 {
		return p.ask(w, r, t, http.StatusUnprocessableEntity)
	}
	p.Sessions.Tell(r, "told.file_done")
	return session.To(w, r, path(t.draft, t.q.ID)+keep(t.from))
}

// keepFiles puts stored files into the answer. Files only come on top, so nothing of another door is lost by insisting.
func (p *Pages) keepFiles(ctx context.Context, t turn, l lang.Lang, files []services.FileRef) (cases.Draft, services.Problems, error) {
	out, err := p.Office.Answer(ctx, t.by, cases.AnswerInput{Draft: t.draft.ID, Question: t.q.ID, Insist: true,
		Input: services.Input{Files: files, Lang: l}})
	if err != nil || len(out.Problems) > 0 {
		return t.draft, out.Problems, err
	}
	return out.Draft, nil, p.follow(ctx, t.opened, l)
}

// receive reads the parts of an upload as they come in, so that no file waits on a disk.
func (p *Pages) receive(r *http.Request, o opened, question string, room int) (sending, error) {
	var s sending
	l := p.lang(r)
	parts, err := r.MultipartReader()
	if err != nil {
		return s, session.ErrForbidden // nobody's browser posts this page in another form
	}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err := s.part(r, p, o, part, err, question, room); err != nil {
			return s, err
		}
		if part == nil {
			break
		}
	}
	if len(s.kept) == 0 && len(s.wrong) == 0 {
		s.complain(lang.T(l, "apply.file.choose"))
	}
	return s, nil
}

// part takes one part. What is wrong with a file is for the person to know; what is left as an error is not their mistake.
func (s *sending) part(r *http.Request, p *Pages, o opened, part *multipart.Part, err error, question string, room int) error {
	l := p.lang(r)
	var name string
	if err == nil {
		defer part.Close()
		switch part.FormName() {
		case "kind":
			s.kind = short(part)
		case "from":
			s.from = short(part)
		case "file":
			if name = part.FileName(); name == "" {
				return nil // nothing was chosen
			}
			if len(s.kept) >= room {
				s.complain(lang.T(l, "apply.file.too_many"))
				return nil
			}
			var ref services.FileRef
			if ref, err = p.Office.AddDocument(r.Context(), o.by, o.draft.ID, question, s.kind, name, part); err == nil {
				s.kept = append(s.kept, ref)
			}
		}
	}
	var tooLarge *http.MaxBytesError
	switch {
	case err == nil:
		return nil
	case errors.Is(err, cases.ErrFileType):
		s.complain(lang.T(l, "apply.file.wrong_type", "name", name))
	case errors.Is(err, cases.ErrTooMany):
		s.complain(lang.T(l, "apply.file.too_many_in_all"))
	case errors.Is(err, cases.ErrTooBig):
		s.complain(lang.T(l, "apply.file.too_big", "name", name))
	case errors.As(err, &tooLarge):
		s.complain(lang.T(l, "apply.file.all_too_big"))
	default:
		return err
	}
	return nil
}

func (s *sending) complain(text string) {
	for _, e := range s.wrong {
		if e.Text == text {
			return
		}
	}
	s.wrong = append(s.wrong, form.Error{Part: "file", Text: text})
}

// short reads a small field of an upload.
func short(part *multipart.Part) string {
	b, err := io.ReadAll(io.LimitReader(part, 100))
	if err != nil {
		return ""
	}
	return string(b)
}

// fileName is a file as it is listed: what it is, and its name.
func fileName(page web.Page, i int) string {
	f := page.Form.Files[i]
	for _, kind := range page.Form.Accept {
		if kind.Code == f.Kind && f.Name != "" {
			return kind.Text + ": " + f.Name
		} else if kind.Code == f.Kind {
			return kind.Text
		}
	}
	return f.Name
}

// FilesBack leads from the address files are posted to, when it is opened, to the page they are posted from.
func (p *Pages) FilesBack(w http.ResponseWriter, r *http.Request) error {
	t, err := p.turn(r)
	if err != nil {
		return err
	}
	if t.q == nil {
		return session.To(w, r, path(t.draft))
	}
	return session.To(w, r, path(t.draft, t.q.ID))
}
