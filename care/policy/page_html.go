package policy

import (
	"html/template"
	"strings"
)

// html writes the page as one file that needs no other: it can be mailed, printed and read on a phone, and tells a screen reader what it is.
func (p page) html() (string, error) {
	var b strings.Builder
	if err := htmlPage.Execute(&b, p); err != nil {
		return "", err
	}
	return b.String(), nil
}

// htmlPage prints in 12 points, which is what the law wants of contracts on paper (Decree 55/2024/NĐ-CP art. 6).
var htmlPage = template.Must(template.New("page").Parse(`<!doctype html>
<html lang="{{.Lang}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{.Title}}</title>
<style>
:root { color-scheme: light dark; --line: #8888; --soft: #8881; }
body { font: 1rem/1.55 system-ui, sans-serif; margin: 0 auto; max-width: 46rem; overflow-wrap: break-word; padding: 1rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: .5rem 0; }
h2 { border-top: 1px solid var(--line); font-size: 1.25rem; line-height: 1.3; margin: 2rem 0 .5rem; padding-top: 1rem; }
h3 { font-size: 1.05rem; margin: 1.5rem 0 .25rem; }
p { margin: .4rem 0; white-space: pre-line; }
.under p { margin: .1rem 0; }
li { margin: .7rem 0; }
li > p:first-child { margin-top: 0; }
dl { margin: .2rem 0; }
dt, dd { display: inline; margin: 0; }
dt { font-weight: 600; }
dt::after { content: ": "; }
dd { white-space: pre-line; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
caption { font-weight: 600; padding: .5rem 0; text-align: left; }
th, td { border: 1px solid var(--line); padding: .35rem .6rem; text-align: left; vertical-align: top; }
th { background: var(--soft); }
footer { border-top: 1px solid var(--line); font-size: .9rem; margin-top: 2rem; padding-top: .5rem; }
@media print {
	body { font-size: 12pt; max-width: none; padding: 0; }
	h2, h3 { break-after: avoid; }
	li, tr { break-inside: avoid; }
	.wide { overflow: visible; }
}
</style>
</head>
<body>
<main>
<header>
<h1>{{.Title}}</h1>
<div class="under">{{range .Under}}
<p>{{.}}</p>{{end}}
</div>
</header>
{{- range .Sections}}
<section>
{{if eq .Level 2}}<h2>{{.Heading}}</h2>{{else}}<h3>{{.Heading}}</h3>{{end}}
{{- range .Paras}}
<p>{{.}}</p>{{end}}
{{- if .Items}}
{{if .Numbered}}<ol>{{else}}<ul>{{end}}
{{- range .Items}}
<li><p>{{.Text}}</p>{{if .Notes}}
<dl>{{range .Notes}}<div><dt>{{.Label}}</dt><dd>{{.Value}}</dd></div>{{end}}</dl>{{end}}</li>{{end}}
{{if .Numbered}}</ol>{{else}}</ul>{{end}}{{end}}
{{- with .Table}}{{if .Rows}}
<div class="wide" role="region" tabindex="0" aria-label="{{.Caption}}"><table>
<caption>{{.Caption}}</caption>
<thead><tr>{{range .Head}}<th scope="col">{{.}}</th>{{end}}</tr></thead>
<tbody>{{range .Rows}}
<tr>{{range $i, $cell := .}}{{if $i}}<td>{{$cell}}</td>{{else}}<th scope="row">{{$cell}}</th>{{end}}{{end}}</tr>{{end}}
</tbody></table></div>{{end}}{{end}}
</section>
{{- end}}
</main>
{{- if .Foot}}
<footer><p>{{.Foot}}</p></footer>{{end}}
</body>
</html>
`))
