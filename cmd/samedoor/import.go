package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/samedoor/samedoor/letters/sheet"
	"github.com/samedoor/samedoor/services/importing"
)

// reportFile stands beside the definition: what became of the form.
const reportFile = "import.json"

// imported is what the report keeps of an import beside importing.Report.
type imported struct {
	Source string `json:"source"` // the name of the form's file
	*importing.Report
}

// importForm makes a service out of another system's form. Exit code 0:
// nothing was lost; 3: the service stands, and the report says what of the
// form it cannot do; 1: there was nothing to make it of.
func importForm(_ context.Context, s *session) error {
	flags := flag.NewFlagSet("import", flag.ContinueOnError)
	flags.SetOutput(s.stderr)
	twin := flags.String("cy", "", "the same form in Welsh")
	agency := flags.String("agency", "", "the short name of the agency that will offer it")
	format := flags.String("report", "text", "how the report is printed: text or json")
	dir := flags.String("o", "", "the folder the service is written to")
	force := flags.Bool("force", false, "replace the folder whatever is in it")
	files, err := arguments(flags, s.args)
	switch {
	case err != nil:
		return err
	case len(files) != 1 || *dir == "":
		return errors.New("import which form? samedoor import FORM.json [--cy TWIN.json] [--agency SLUG] [--report json] -o FOLDER")
	case *format != "text" && *format != "json":
		return fmt.Errorf("--report is text or json, not %q", *format)
	}
	press, err := sheet.New()
	if err != nil {
		return err
	}
	in := importing.Input{Lacks: press.Lacks, ID: filepath.Base(filepath.Clean(*dir)), Agency: *agency, Name: strings.TrimSuffix(filepath.Base(files[0]), filepath.Ext(files[0]))}
	if in.Form, err = readForm(files[0]); err != nil {
		return err
	}
	if *twin != "" {
		if in.Twin, err = readForm(*twin); err != nil {
			return err
		}
	}
	target := folder{path: *dir, source: filepath.Base(files[0])}
	if err := target.mayReplace(*force); err != nil {
		return err
	}
	result, err := importing.Import(in)
	if err != nil {
		return fmt.Errorf("%s: %w", files[0], err)
	}
	if result, err = target.newer(in, result); err != nil {
		return fmt.Errorf("%s: %w", files[0], err)
	}
	said := imported{target.source, result.Report}
	if err := target.write(result.Files, said); err != nil {
		return err
	}
	if err := s.tell(*format, *dir, said); err != nil {
		return err
	}
	if n := result.Report.Lost(); n > 0 {
		return exit{3, fmt.Sprintf("%d things in %s could not be represented; %s names them", n, files[0], filepath.Join(*dir, reportFile))}
	}
	return nil
}

// readForm reads a file, no further than a form may be long.
func readForm(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	body, err := io.ReadAll(io.LimitReader(f, importing.MaxFile+1))
	if err != nil {
		return nil, fmt.Errorf("reading the form: %w", err)
	}
	return body, nil
}

// tell prints what became of the form.
func (s *session) tell(format, dir string, r imported) error {
	if format == "json" {
		e := json.NewEncoder(s.stdout)
		e.SetIndent("", "  ")
		e.SetEscapeHTML(false)
		return e.Encode(r)
	}
	for _, e := range r.Entries {
		fmt.Fprintf(s.stdout, "%s: %s %s: %s\n", e.Level, e.What, strings.TrimSpace(e.Page+" "+e.Name), e.Why)
	}
	s.say(fmt.Sprintf("%s is the service %s; next: samedoor play %s", dir, r.Service, dir))
	if r.Agency != "" {
		s.say(fmt.Sprintf("and: samedoor publish --agency %s %s", r.Agency, dir))
	}
	return nil
}
