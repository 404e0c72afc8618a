;;; runbook-eglot.el --- Runbooks in Emacs -*- lexical-binding: t -*-
;; In your init file: (load "/path/to/this/repository/.emacs/runbook-eglot.el")
(require 'eglot)
(define-derived-mode runbook-mode prog-mode "Runbook"
  "Maintenance runbooks, C# scripts."
  (setq-local comment-start "// ")
  (modify-syntax-entry ?/ ". 12" (syntax-table))
  (modify-syntax-entry ?\n ">" (syntax-table)))
(add-to-list 'auto-mode-alist '("\\.csx\\'" . runbook-mode))
(add-to-list 'eglot-server-programs '(runbook-mode . ("runbook" "lsp")))
(add-hook 'runbook-mode-hook #'eglot-ensure)
(provide 'runbook-eglot)
