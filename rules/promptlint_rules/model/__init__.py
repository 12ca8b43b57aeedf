"""Model limits: what the provider refuses.

Each model takes certain lengths, sizes, pictures and settings, and a request outside of them fails, or is silently cut
down. These rules compare a shot with the profile of its model. What any listed source allows is not reported, and
where no source tells, neither do they.
"""
