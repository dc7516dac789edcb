// Package govuk draws pages with the components of the GOV.UK Design System, as templ. It knows no case, letter or account:
// what it shows is given to it. Each component writes the HTML that govuk-frontend publishes for it (tested on all its
// fixtures), so that its style sheet and script work on it. Crown, crest, fonts and the GOV.UK logo are left out.
//
// # Two layouts
//
//	@govuk.Page(govuk.PageOptions{Lang: l, Title: …, Agency: …, BackHref: …, LanguageURL: …, Problems: …}) { … }  citizens
//	@govuk.Desk(govuk.DeskOptions{Lang: l, Title: …, Agency: …, SignedIn: …, Search: …, Navigation: …}) { … }     staff
//
// Both put the words of their language into the context, so that a component inside says "Error:" or "Gwall:" by itself. A
// fragment rendered alone does it with WithWords(ctx, WordsIn(l)). Problems become the error summary and the "Error: " of the
// title. Scripts come from files under /static only; there is no inline script or style, so a strict CSP needs no nonce.
//
// # Components, each with its Options
//
// Options are named as in the Nunjucks macros: Text is escaped, HTML is a component in its place, Classes and Attributes are
// added. Nothing has to be given but what is shown; a field without ID takes its Name, and an error or hint its id from that.
//
//	Accordion           ID, Items{Heading, Summary, Content, Expanded}
//	BackLink            Text, Href
//	Breadcrumbs         Items{Text, Href}
//	Button              Text, Href (a link), Name, Value, IsStartButton, PreventDoubleClick, Classes govuk-button--secondary
//	CharacterCount      Name, Value, Maxlength or Maxwords, Label, Hint, ErrorMessage
//	Checkboxes          Name, Values, Items{Value, Text, Hint, Conditional, Behaviour "exclusive", Divider}, Fieldset, Hint, ErrorMessage
//	DateInput           ID, NamePrefix, Values, Items{Name, Label, Autocomplete, Error}, Fieldset, Hint, ErrorMessage
//	Details             SummaryText, children
//	ErrorMessage        Text
//	ErrorSummary        ErrorList{Text, Href "#id"}
//	Fieldset            Legend{Text, IsPageHeading, Classes}, children
//	FileUpload          Name, Label, Hint, ErrorMessage, Multiple, Javascript
//	Footer              Navigation, Meta{Items, HTML}, ContentLicence, Copyright
//	GenericHeader       LogoText, URL
//	Hint                Text
//	Input               Name, Value, Type, Inputmode, Label, Hint, ErrorMessage, Prefix, Suffix, Autocomplete, Spellcheck
//	InsetText           Text or children
//	Label               Text, For, IsPageHeading, Classes govuk-label--l
//	LanguageNavigation  Items{Text, Href, Lang, Current}
//	NotificationBanner  Text or children, Type "success", TitleText
//	Pagination          Items{Number, Href, Current, Ellipsis}, Previous, Next{Href, LabelText}
//	Panel               TitleText, Text or HTML, Actions
//	PasswordInput       Name, Label, ErrorMessage, Autocomplete
//	PhaseBanner         Tag{Text}, Text or HTML
//	Radios              Name, Value, Items{Value, Text, Hint, Conditional, Divider}, Fieldset, Hint, ErrorMessage
//	Select              Name, Value, Items{Value, Text}, Label, Hint, ErrorMessage
//	ServiceNavigation   ServiceName, ServiceURL, Navigation{Text, Href, Current, Active}, Slots
//	SkipLink            Text, Href
//	SummaryList         Rows{Key, Value, Actions{Items{Text, Href, VisuallyHiddenText}}}, Card{Title, Actions}
//	Table               Caption, Head, Rows of cells{Text, HTML, Format "numeric"}, FirstCellIsHeader
//	Tabs                Items{ID, Label, Panel}
//	Tag                 Text, Classes govuk-tag--green
//	TaskList            Items{Title, Hint, Status{Tag, Text}, Href}
//	Textarea            Name, Value, Rows, Label, Hint, ErrorMessage
//	WarningText         Text or children
//
// Wrong(text) and Help(text) make an ErrorMessage and a Hint of a text that may be empty:
//
//	@govuk.Input(govuk.InputOptions{Name: "town", Value: v.Town, Label: govuk.LabelOptions{Text: …}, ErrorMessage: govuk.Wrong(v.Problem)})
//
// # What the script does with attributes
//
// Everything works without it; see the top of ui/static/samedoor.js: data-autosave, data-shortcut, data-live-search, data-poll.
// ui/static serves the files: mount static.Handler() at GET /static/, link with static.URL(name), and let serve and make check
// call static.Check(). The classes of our own style sheet are listed at the top of ui/static/samedoor.css.
package govuk
