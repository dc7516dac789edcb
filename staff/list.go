package staff

import (
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
)

// Listed is one line of the personnel office's list.
type Listed struct {
	Line         int
	Username     string
	DisplayName  string
	Agency, Team string // the agency's short name, the team's name
	Role         Role
	Active       bool
	Welsh        bool
	External     string // the personnel office's own id
}

// Mistake is what is wrong with a line: no-file, no-column, twice-column, columns, no-username, no-name, no-agency, no-team, role, active, welsh,
// twice, taken, two-members. Value is what stands there.
type Mistake struct {
	Line  int
	What  string
	Value string
}

// listColumns are the columns of a list, in any order; those before optional must be there.
var (
	listColumns = []string{"username", "display_name", "agency", "role", "active"}
	optional    = []string{"team", "welsh_speaker", "external_id"}
)

// ReadList reads a list: CSV with a line of column names. Every line that is wrong is told; who is in it twice too.
func ReadList(r io.Reader) (list []Listed, mistakes []Mistake) {
	c := csv.NewReader(r)
	c.FieldsPerRecord = -1
	head, err := c.Read()
	if err != nil {
		return nil, []Mistake{{1, "no-file", ""}}
	}
	at, mistakes := columns(head)
	if len(mistakes) > 0 {
		return nil, mistakes
	}
	seen := map[string]bool{}
	for {
		record, err := c.Read()
		if errors.Is(err, io.EOF) {
			return list, mistakes
		}
		if err != nil { // what follows cannot be told apart
			line := 0
			if parse, ok := errors.AsType[*csv.ParseError](err); ok {
				line = parse.Line
			}
			return nil, append(mistakes, Mistake{line, "csv", ""})
		}
		line, _ := c.FieldPos(0)
		if len(record) != len(head) {
			mistakes = append(mistakes, Mistake{line, "columns", ""})
			continue
		}
		l, wrong := listLine(line, func(name string) string {
			if i, ok := at[name]; ok {
				return strings.TrimSpace(record[i])
			}
			return ""
		})
		for _, key := range []string{"u " + l.Username, "x " + l.External} {
			if wrong == nil && len(key) > 2 && seen[key] {
				wrong = &Mistake{line, "twice", key[2:]}
			}
			seen[key] = true
		}
		if wrong != nil {
			mistakes = append(mistakes, *wrong)
			continue
		}
		list = append(list, l)
	}
}

func columns(head []string) (at map[string]int, mistakes []Mistake) {
	at = map[string]int{}
	for i, name := range head {
		name = strings.ToLower(strings.ReplaceAll(strings.TrimSpace(strings.TrimPrefix(name, "\ufeff")), " ", "_"))
		if _, ok := at[name]; ok {
			mistakes = append(mistakes, Mistake{1, "twice-column", name})
		}
		if !slices.Contains(listColumns, name) && !slices.Contains(optional, name) {
			mistakes = append(mistakes, Mistake{1, "strange-column", name})
		}
		at[name] = i
	}
	for _, name := range listColumns {
		if _, ok := at[name]; !ok {
			mistakes = append(mistakes, Mistake{1, "no-column", name})
		}
	}
	return at, mistakes
}

func listLine(line int, cell func(string) string) (l Listed, wrong *Mistake) {
	l = Listed{Line: line, Username: cleanUsername(cell("username")), DisplayName: cell("display_name"), Agency: cell("agency"), Team: cell("team"),
		Role: Role(strings.ToLower(cell("role"))), External: cell("external_id")}
	var okActive, okWelsh bool
	l.Active, okActive = yesNo(cell("active"))
	l.Welsh, okWelsh = yesNo(cell("welsh_speaker"))
	switch {
	case l.Username == "" || strings.ContainsAny(l.Username, " \t\n"):
		return l, &Mistake{line, "no-username", l.Username}
	case !okActive:
		return l, &Mistake{line, "active", cell("active")}
	case !okWelsh && cell("welsh_speaker") != "":
		return l, &Mistake{line, "welsh", cell("welsh_speaker")}
	case !l.Active:
		return l, nil // of a leaver no more need be right
	case l.DisplayName == "":
		return l, &Mistake{line, "no-name", ""}
	case l.Agency == "":
		return l, &Mistake{line, "no-agency", ""}
	case rank(l.Role) == 0:
		return l, &Mistake{line, "role", string(l.Role)}
	}
	return l, nil
}

func yesNo(text string) (yes, ok bool) {
	switch strings.ToLower(text) {
	case "yes", "y", "true", "1", "active":
		return true, true
	case "no", "n", "false", "0", "inactive":
		return false, true
	}
	return false, false
}
