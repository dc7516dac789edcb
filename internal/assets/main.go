// Command assets lays what npm fetched into the folders that the program and
// the tests embed or read. `make assets` runs it at the top of the tree after
// npm. Nothing it lays down is committed.
package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

const (
	frontend = "node_modules/govuk-frontend/dist/govuk"
	font     = "node_modules/@expo-google-fonts/atkinson-hyperlegible-next"

	staticDir   = "ui/static/assets"
	fontDir     = "letters/sheet/fonts"
	fixturesDir = "ui/govuk/testdata/fixtures"
	axeDir      = "ui/browsertest/testdata"
)

func main() {
	if err := lay(); err != nil {
		fmt.Fprintln(os.Stderr, "make assets:", err)
		os.Exit(1)
	}
}

// lay writes the stylesheet last: make takes it as the sign that all is there.
func lay() error {
	for _, step := range []func() error{fonts, fixtures, axe, script, stylesheet} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// fonts are the weights that letters are printed in.
func fonts() error {
	for from, to := range map[string]string{
		"400Regular/AtkinsonHyperlegibleNext_400Regular.ttf": "Regular.ttf",
		"700Bold/AtkinsonHyperlegibleNext_700Bold.ttf":       "Bold.ttf",
		"LICENSE_FONT": "OFL.txt", // its licence goes where the font goes
	} {
		if err := copyFile(filepath.Join(font, from), filepath.Join(fontDir, to)); err != nil {
			return err
		}
	}
	return nil
}

// fixtures are the options and expected HTML of every component, one file
// each, for the tests of ui/govuk.
func fixtures() error {
	found, err := filepath.Glob(frontend + "/components/*/fixtures.json")
	if err != nil {
		return err
	}
	if len(found) == 0 {
		return fmt.Errorf("no fixtures in %s", frontend)
	}
	for _, from := range found {
		component := filepath.Base(filepath.Dir(from))
		if err := copyFile(from, filepath.Join(fixturesDir, component+".json")); err != nil {
			return err
		}
	}
	return nil
}

func axe() error {
	return copyFile("node_modules/axe-core/axe.min.js", filepath.Join(axeDir, "axe.min.js"))
}

func script() error {
	text, err := os.ReadFile(frontend + "/govuk-frontend.min.js")
	if err != nil {
		return err
	}
	return write(filepath.Join(staticDir, "govuk-frontend.min.js"), withoutMap(text))
}

func stylesheet() error {
	text, err := os.ReadFile(frontend + "/govuk-frontend.min.css")
	if err != nil {
		return err
	}
	text, err = ownLook(text)
	if err != nil {
		return err
	}
	return write(filepath.Join(staticDir, "govuk-frontend.min.css"), text)
}

// withoutMap drops the last comment, which names a source map we do not serve.
func withoutMap(text []byte) []byte {
	for _, begin := range []string{"/*# sourceMappingURL=", "//# sourceMappingURL="} {
		if at := bytes.LastIndex(text, []byte(begin)); at >= 0 {
			text = append(bytes.TrimSpace(text[:at]), '\n')
		}
	}
	return text
}

func copyFile(from, to string) error {
	text, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return write(to, text)
}

// write makes the file complete or not at all.
func write(to string, text []byte) error {
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	fresh := filepath.Join(filepath.Dir(to), "."+strings.TrimPrefix(filepath.Base(to), ".")+".new")
	if err := os.WriteFile(fresh, text, 0o644); err != nil {
		return err
	}
	return os.Rename(fresh, to)
}
