package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/samedoor/samedoor/channels/paper"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/letters/sheet"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/services/importing"
	"github.com/samedoor/samedoor/staff"
)

// shared is where the real forms are, beside the checkout.
const shared = "../shared/forms"

// importAll makes services out of every real form; the least is to read their JSON.
func importAll() (rule, error) {
	var forms [][]byte
	err := filepath.WalkDir(shared, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".json") {
			return err
		}
		body, err := os.ReadFile(path)
		forms = append(forms, body)
		return err
	})
	if err == nil && len(forms) == 0 {
		err = errors.New("there are none in " + shared)
	}
	return rule{name: fmt.Sprintf("import %d forms", len(forms)), do: func() error {
		for _, body := range forms {
			if _, err := importing.Import(importing.Input{Form: body, Name: "form"}); err != nil {
				return err
			}
		}
		return nil
	}, floor: "their JSON parsed", least: func() error {
		for _, body := range forms {
			var v any
			if err := json.Unmarshal(body, &v); err != nil {
				return err
			}
		}
		return nil
	}}, err
}

// printForm sets and writes a whole form of a dozen pages; the least is to write as much text as plain letters, a page at a time.
func printForm(today services.Day) (rule, error) {
	press, err := sheet.New()
	if err != nil {
		return rule{}, err
	}
	catalogue, err := services.Catalogue()
	if err != nil {
		return rule{}, err
	}
	a := paper.Asking{Service: nearest(press, catalogue, today), Lang: lang.En, Format: sheet.Standard, Scope: paper.Blank, Today: today,
		Agency: staff.Agency{NameEn: "Anytown Council", NameCy: "Cyngor Trefenw", Settings: staff.Settings{Phone: "020 7946 0123"}}, Serial: "BCDFGHJ2",
		Public: "https://apply.example.org"}
	pages := len(paper.Lay(press, a).Drawn.Pages)
	letter, wrong := press.Layout(sheet.Letter{Format: sheet.Standard, Lang: "en", Address: []string{"Ann Ellis", "1 High Street", "Anytown", "ZA1 1AA"},
		Blocks: []sheet.Block{sheet.Paragraph{Text: strings.Repeat("As many words as stand on one page of a form. ", 15)}}})
	if len(wrong) > 0 {
		return rule{}, fmt.Errorf("the plain letter: %v", wrong)
	}
	return rule{name: fmt.Sprintf("print the form of %s, %d pages", a.Service.ID, pages), aim: 60 * time.Millisecond, do: func() error {
		form, wrong := press.Document(paper.Lay(press, a).Drawn)
		if len(wrong) > 0 {
			return fmt.Errorf("the form of %s: %v", a.Service.ID, wrong)
		}
		return press.PDF(io.Discard, form)
	}, floor: fmt.Sprintf("%d plain pages written", pages), least: func() error {
		docs := make([]*sheet.Document, pages)
		for i := range docs {
			docs[i] = letter
		}
		return press.PDF(io.Discard, docs...)
	}}, nil
}

// nearest is the service whose blank form comes nearest to twelve pages.
func nearest(press *sheet.Press, catalogue map[string]*services.Service, today services.Day) *services.Service {
	var best *services.Service
	off := 0
	for _, s := range catalogue {
		pages := len(paper.Lay(press, paper.Asking{Service: s, Lang: lang.En, Format: sheet.Standard, Scope: paper.Blank, Today: today, Serial: "BCDFGHJ2"}).Drawn.Pages)
		if d := max(pages-12, 12-pages); best == nil || d < off || d == off && s.ID < best.ID {
			best, off = s, d
		}
	}
	return best
}
