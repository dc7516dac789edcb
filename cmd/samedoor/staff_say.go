package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/samedoor/samedoor/staff"
)

// mistaken says line by line what is wrong with a list of staff.
func (s *session) mistaken(file string, mistakes []staff.Mistake) error {
	if len(mistakes) == 0 {
		mistakes = []staff.Mistake{{Line: 1, What: "nobody"}}
	}
	slices.SortStableFunc(mistakes, func(a, b staff.Mistake) int { return a.Line - b.Line })
	for _, m := range mistakes {
		fmt.Fprintf(s.stderr, "%s:%d: %s\n", file, m.Line, mistakeSentence(m))
	}
	return fmt.Errorf("%d of the lines cannot be taken, so nothing was done", len(mistakes))
}

func mistakeSentence(m staff.Mistake) string {
	switch m.What {
	case "no-file":
		return "the file is empty; its first line must name the columns username, display_name, agency, team, role, active, welsh_speaker, external_id"
	case "nobody":
		return "there is nobody in the list"
	case "no-column":
		return fmt.Sprintf("there is no column %s", m.Value)
	case "strange-column":
		return fmt.Sprintf("the column %q means nothing here", m.Value)
	case "twice-column":
		return fmt.Sprintf("the column %s is there twice", m.Value)
	case "csv":
		return "the line is not CSV: a quotation mark is in the wrong place"
	case "columns":
		return "the line has more or fewer cells than there are columns"
	case "no-username":
		return "the user name is missing, or has a space in it"
	case "no-name":
		return "the display name is missing"
	case "no-agency":
		if m.Value == "" {
			return "the agency is missing"
		}
		return fmt.Sprintf("there is no agency with the short name %q", m.Value)
	case "no-team":
		return fmt.Sprintf("the agency has no team called %q", m.Value)
	case "role":
		return fmt.Sprintf("the role is %q; it must be agent, caseworker or leader", m.Value)
	case "active":
		return fmt.Sprintf("active is %q; it must be yes or no", m.Value)
	case "welsh":
		return fmt.Sprintf("welsh_speaker is %q; it must be yes or no", m.Value)
	case "twice":
		return fmt.Sprintf("%s is in the list twice", m.Value)
	case "taken":
		return fmt.Sprintf("the user name %s, or the external id, is somebody else's", m.Value)
	case "two-members":
		return fmt.Sprintf("the user name %s and the external id belong to two people", m.Value)
	}
	return m.What
}

// synced says line by line what was done, or would be.
func (s *session) synced(changes []staff.Change, dry bool) error {
	counts := map[staff.ChangeKind]int{}
	for _, c := range changes {
		counts[c.Kind]++
		if c.Kind != staff.Stays && c.Kind != staff.Absent {
			s.stdoutf("%s\n", changeSentence(c))
		}
	}
	done := "Done"
	if dry {
		done = "Nothing was done; without --dry-run this would be"
	}
	s.stdoutf("%s: %d joined, %d came back, %d moved, %d were renamed, %d left, %d stay as they are.\n", done,
		counts[staff.Joins], counts[staff.Returns], counts[staff.Moves], counts[staff.Renames], counts[staff.Leaves], counts[staff.Stays]+counts[staff.Absent])
	return nil
}

func changeSentence(c staff.Change) string {
	line := "not in the list"
	if c.Line > 0 {
		line = fmt.Sprintf("line %d", c.Line)
	}
	place := fmt.Sprintf("%s of %s", c.Given.Role, c.Given.Agency)
	if c.Given.Team != "" {
		place += ", " + c.Given.Team
	}
	what := ""
	switch c.Kind {
	case staff.Joins:
		what = "joins as " + place
	case staff.Returns:
		what = "comes back as " + place
	case staff.Moves:
		what = "is now " + place
	case staff.Renames:
		what = "has other details: " + c.Is.DisplayName
	case staff.Leaves:
		what = "leaves: signed out everywhere"
	}
	parts := []string{fmt.Sprintf("%s: %s %s", line, c.Is.Username, what)}
	if c.Cases+c.Tasks > 0 {
		parts = append(parts, fmt.Sprintf("hands back %d cases and %d other tasks", c.Cases, c.Tasks))
	}
	if len(c.Contacts) > 0 {
		parts = append(parts, fmt.Sprintf("has open conversations to look at: %s", strings.Trim(fmt.Sprint(c.Contacts), "[]")))
	}
	return strings.Join(parts, "; ")
}
