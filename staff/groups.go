package staff

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Grant is what members of one group of the single sign-on are here. A group that is not listed gives nothing.
type Grant struct {
	Group  string `yaml:"group"`
	Agency string `yaml:"agency"` // its short name
	Team   string `yaml:"team"`   // by name; "" for none
	Role   Role   `yaml:"role"`
}

// ReadGrants reads the file that says what groups are here: a list of group, agency, team and role. The error is a plain sentence.
func ReadGrants(text []byte) ([]Grant, error) {
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	var all []Grant
	if err := d.Decode(&all); err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("is not a list of group, agency, team and role: %w", err)
	}
	for i, g := range all {
		switch {
		case g.Group == "" || g.Agency == "":
			return nil, fmt.Errorf("has an entry (number %d) without a group or without an agency", i+1)
		case rank(g.Role) == 0:
			return nil, fmt.Errorf("gives the group %q the role %q; there are agent, caseworker and leader", g.Group, g.Role)
		case slices.ContainsFunc(all[:i], func(o Grant) bool { return o.Group == g.Group }):
			return nil, fmt.Errorf("lists the group %q twice", g.Group)
		}
	}
	return all, nil
}

// Entitled is what somebody of these groups is: in the least of the roles, so that nobody comes to more by one group more; in a team
// where all that name one name the same. False where no group is listed, or where they are of more than one agency.
func Entitled(grants []Grant, groups []string) (out Grant, ok bool) {
	for _, g := range grants {
		if !slices.Contains(groups, g.Group) {
			continue
		}
		if !ok {
			out, ok = g, true
			continue
		}
		if out.Agency != g.Agency {
			return Grant{}, false
		}
		if rank(g.Role) < rank(out.Role) {
			out.Role = g.Role
		}
		if out.Team != g.Team {
			out.Team = ""
		}
		out.Group = strings.Join([]string{out.Group, g.Group}, ", ")
	}
	return out, ok
}
