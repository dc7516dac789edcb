// Package arrows holds the rules of who may import whom, so that review need
// not.
package arrows

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/samedoor/samedoor"

// order is every package from low to high; one imports only what stands
// before it. A name with /* is each folder below, which do not import one
// another. A new package must own a table, a wire to the outside, or a
// vocabulary that three others use.
var order = []string{
	"lang", "channels", "proof", "audit", "internal/attempts", "services", "services/*", "letters/sheet", "relying",
	"staff", "accounts/match", "accounts", "letters", "cases", "signin", "channels/form", "channels/*",
	"migrations", "internal/localpg", "internal/pgtest", "internal/fake", "internal/arrows", "internal/assets", "internal/demodata", "internal/crowd", "internal/driver",
	"ui/static", "ui/govuk", "ui/session", "ui/*", "ui", "ui/browsertest", "cmd/samedoor", "internal/bench", "internal/fault",
}

// whole are tests that walk the whole house, from outside their package.
var whole = []string{"channels/conformance_test.go", "channels/imported_test.go", "ui/*"}

// only says where alone a module may be imported; a name ending in .go is a
// single file.
var only = map[string][]string{
	"github.com/jung-kurt/gofpdf":    {"letters/sheet"},
	"github.com/twilio/twilio-go":    {"channels/sms/twilio.go"},
	"github.com/pressly/goose":       {"migrations"},
	"github.com/a-h/templ":           {"ui"},
	"github.com/chromedp":            {"ui", "internal/browser"},
	"github.com/makiuchi-d/gozxing":  {"channels/paper", "letters", "ui/browsertest"},
	"github.com/PuerkitoBio/goquery": {"ui"},
	"github.com/coreos/go-oidc":      {"relying"},
	"golang.org/x/oauth2":            {"relying"},
	"github.com/go-webauthn":         {"relying", "internal/fake/authenticator.go"},
	"golang.org/x/mod":               {"audit"},
}

// pure packages touch no database and no network: rules are functions.
var pure = []string{"lang", "channels", "proof", "accounts/match", "services", "services/*", "letters/sheet", "ui/govuk"}

// A file of a pure package that may all the same.
var impure = []string{"services/publish.go", "services/library.go", "services/watch.go"}

// source is one Go file of this module.
type source struct {
	path    string // from the top of the tree
	test    bool
	imports []string
	syntax  *ast.File
}

func (s source) dir() string { return path.Dir(s.path) }

func TestImportArrowsPointDown(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		from := rank(s.dir())
		if from < 0 {
			t.Errorf("%s: no place for this package in internal/arrows; house.md section 2 says what a new one must own", s.path)
			continue
		}
		for _, to := range ours(s) {
			if to == s.dir() || s.test && (exempt(to) || walksAll(s)) {
				continue
			}
			if rank(to) >= from {
				t.Errorf("%s imports %s, which stands beside or above it", s.path, to)
			}
		}
	}
}

func walksAll(s source) bool {
	return strings.HasSuffix(s.syntax.Name.Name, "_test") &&
		slices.ContainsFunc(whole, func(w string) bool { return w == s.path || matches(w, s.dir()) })
}

// exempt packages serve the tests of every other.
func exempt(dir string) bool {
	return slices.Contains([]string{"internal/pgtest", "internal/fake", "migrations"}, dir)
}

func TestModulesAreImportedInTheirPlaceOnly(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		for _, i := range s.imports {
			for prefix, places := range only {
				if under(i, prefix) && !slices.ContainsFunc(places, func(p string) bool { return under(s.path, p) }) {
					t.Errorf("%s imports %s; only %s may", s.path, i, strings.Join(places, ", "))
				}
			}
		}
	}
}

func TestPurePackagesTouchNothingOutside(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		if s.test || slices.Contains(impure, s.path) || !slices.ContainsFunc(pure, func(p string) bool { return matches(p, s.dir()) }) {
			continue
		}
		for _, i := range s.imports {
			if under(i, "github.com/jackc/pgx") || under(i, "github.com/riverqueue") || i == "database/sql" || i == "net" || i == "os/exec" {
				t.Errorf("%s imports %s; %s decides and does not do", s.path, i, s.dir())
			}
		}
	}
}

func TestGovukKnowsNoDomain(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		if s.dir() != "ui/govuk" || s.test {
			continue
		}
		for _, to := range ours(s) {
			if to != "lang" && to != "ui/static" && to != "ui/govuk" {
				t.Errorf("%s imports %s; components know no domain type", s.path, to)
			}
		}
	}
}

// Each program reads its environment itself, so that one table can list it.
func TestOnlyProgramsReadTheEnvironment(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		if s.test || s.syntax.Name.Name == "main" || exempt(s.dir()) {
			continue
		}
		ast.Inspect(s.syntax, func(n ast.Node) bool {
			if call, ok := n.(*ast.SelectorExpr); ok && isName(call.X, "os") &&
				slices.Contains([]string{"Getenv", "LookupEnv", "Environ", "ExpandEnv"}, call.Sel.Name) {
				t.Errorf("%s reads the environment by os.%s; only programs do", s.path, call.Sel.Name)
			}
			return true
		})
	}
}

func TestNoInitAndNoVagueNames(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		if vague := path.Base(s.dir()); slices.Contains([]string{"util", "utils", "common", "models", "helpers", "store", "misc"}, vague) {
			t.Errorf("%s: a package is not called %s", s.path, vague)
		}
		if strings.Count(s.dir(), "/") > 1 {
			t.Errorf("%s: packages are two levels deep at most", s.path)
		}
		for _, d := range s.syntax.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "init" {
				t.Errorf("%s: no init()", s.path)
			}
		}
	}
}

// The root package of twilio-go costs a minute of building and 550 MB of cache.
func TestTwilioStaysSmall(t *testing.T) {
	t.Parallel()
	out, err := exec.Command("go", "list", "-deps", module+"/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range strings.Fields(string(out)) {
		if p == "github.com/twilio/twilio-go" || strings.HasPrefix(p, "github.com/twilio/twilio-go/rest/") && !strings.HasSuffix(p, "/api/v2010") {
			t.Errorf("the program stands on %s; import only twilio-go/client and rest/api/v2010", p)
		}
	}
}

// rank is where a folder stands in order, -1 if nowhere.
func rank(dir string) int {
	best := -1
	for i, name := range order {
		if name == dir {
			return i
		}
		if matches(name, dir) && best < 0 {
			best = i
		}
	}
	return best
}

func matches(name, dir string) bool {
	if parent, ok := strings.CutSuffix(name, "/*"); ok {
		return path.Dir(dir) == parent
	}
	return name == dir
}

// under tells whether p is prefix or below it.
func under(p, prefix string) bool { return p == prefix || strings.HasPrefix(p, prefix+"/") }

func isName(e ast.Expr, name string) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == name
}

func ours(s source) (dirs []string) {
	for _, i := range s.imports {
		if rest, ok := strings.CutPrefix(i, module+"/"); ok {
			dirs = append(dirs, rest)
		}
	}
	return dirs
}

func sources(t *testing.T) (all []source) {
	t.Helper()
	const top = "../.."
	err := filepath.WalkDir(top, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && p != top && (strings.HasPrefix(d.Name(), ".") || d.Name() == "node_modules" || d.Name() == "testdata") {
			return filepath.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(p, ".go") {
			return nil
		}
		s, err := read(top, p)
		all = append(all, s)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 20 {
		t.Fatalf("found %d Go files; is %s the top of the tree?", len(all), top)
	}
	return all
}

func read(top, p string) (source, error) {
	syntax, err := parser.ParseFile(token.NewFileSet(), p, nil, parser.SkipObjectResolution)
	if err != nil {
		return source{}, err
	}
	name, err := filepath.Rel(top, p)
	if err != nil {
		return source{}, err
	}
	s := source{path: filepath.ToSlash(name), test: strings.HasSuffix(p, "_test.go"), syntax: syntax}
	for _, i := range syntax.Imports {
		value, err := strconv.Unquote(i.Path.Value)
		if err != nil {
			return source{}, err
		}
		s.imports = append(s.imports, value)
	}
	return s, nil
}
