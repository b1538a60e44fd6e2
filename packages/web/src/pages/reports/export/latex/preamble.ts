/**
 * What every exported text begins with: the article class and packages that every TeX has. Signs that
 * pdfTeX has no font for are printed as their code; with LuaTeX and XeTeX the system's fonts draw them.
 */
export const PREAMBLE = String.raw`\documentclass[11pt,a4paper]{article}
\ifdefined\directlua\newcommand{\rlunicode}{1}\fi
\ifdefined\XeTeXversion\newcommand{\rlunicode}{1}\fi
\ifdefined\rlunicode
  \usepackage{fontspec}
  \newcommand{\rlsign}[1]{\char"#1\relax}
\else
  \usepackage[utf8]{inputenc}
  \usepackage[T1]{fontenc}
  \IfFileExists{lmodern.sty}{\usepackage{lmodern}}{}
  \newcommand{\rlsign}[1]{{\scriptsize[U+#1]}}
\fi
\usepackage{textcomp}
\usepackage{amsmath,amssymb}
\usepackage{graphicx}
\usepackage{longtable}
\usepackage[margin=2.4cm]{geometry}
\IfFileExists{ulem.sty}{\usepackage[normalem]{ulem}}{}
\providecommand{\uline}[1]{\underline{#1}}
\providecommand{\sout}[1]{#1}
\usepackage[hidelinks,pdfusetitle]{hyperref}
\setlength{\parindent}{0pt}
\setlength{\parskip}{0.6em}
\newcommand{\rlcallout}[2]{\par\noindent\fbox{\begin{minipage}{\dimexpr\linewidth-2\fboxsep-2\fboxrule}\textbf{#1}\par #2\end{minipage}}\par}
\newcommand{\rlfigure}[3]{\begin{minipage}[t]{#1\linewidth}\centering\includegraphics[width=\linewidth,height=0.8\textheight,keepaspectratio]{#2}\par{\small #3}\end{minipage}}
\newcommand{\rlimage}[2]{\par\noindent\begin{center}\includegraphics[width=#1\linewidth,height=0.8\textheight,keepaspectratio]{#2}\end{center}\par}
\sloppy
`;
